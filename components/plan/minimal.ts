import { modelOperations } from "../../policy/facts/modelOperations";
import { type NeedAt, type NeedRow, rowsFor } from "../../policy/facts/needs";
import { StateDatasetMode } from "../args/enums";
import type { Named } from "./declared";
import { browsable, Ids, namingOf, plainLabel } from "./places";
import {
  grantName,
  permissionSet,
  type PlannedGrant,
  type PlannedState,
  type PlanRequest,
  type Purpose,
  type Roles,
} from "./plan";

/**
 * What the custom roles are called. A role's permissions are what Segment needs at such places, all products together,
 * so that another product changes the role in place.
 */
const names = {
  project: { id: "run-queries", holder: "run-queries", title: "Segment: run queries" },
  state: { id: "write-state", holder: "state-writer", title: "Segment: keep sync state" },
  browse: { id: "browse-datasets", holder: "table-lister", title: "Segment: list tables" },
  source: { id: "read-tables", holder: "source-reader", title: "Segment: read single tables" },
  sources: { id: "read-sources", holder: "source-reader", title: "Segment: read sources" },
  destination: {
    id: "write-destinations",
    holder: "destination-writer",
    title: "Segment: write destinations",
  },
  connection: { id: "use-connections", holder: "connection-user", title: "Segment: use connections" },
  exportBucket: { id: "export-models", holder: "model-exporter", title: "Segment: export models" },
} as const;

/** The needs at places of these kinds. */
export function rowsAt(request: PlanRequest, ...at: readonly NeedAt[]): NeedRow[] {
  const { products, readApi, state, segmentCreatesDestinations } = request;
  const segmentCreatesStateDataset = state?.mode === StateDatasetMode.MadeBySegment;
  const declared = { products, readApi, segmentCreatesStateDataset, segmentCreatesDestinations };
  return rowsFor(declared).filter((row) => at.includes(row.at));
}

/** The permissions of rows, and what for. */
export function needed(rows: readonly NeedRow[]): Pick<PlannedGrant, "permissions" | "reason"> {
  return {
    permissions: permissionSet(...rows.map(({ permissions }) => permissions)),
    reason: [...new Set(rows.map(({ reason }) => reason))].join(", "),
  };
}

/** Profile minimal: custom roles with the permissions needed, each where it works and no higher. */
export function minimalGrants(request: PlanRequest, roles: Roles): PlannedGrant[] {
  const { sources, destinations } = request;
  return [
    runQueries(request, roles),
    ...stateGrants(request, (state) => writeStateGrant(request, state, roles)),
    ...browseGrants(request, sources, roles),
    ...sources.map((source) => readSource(request, source, roles)),
    ...grantsAt(request, "destination", destinations, roles),
  ];
}

/** What both profiles grant alike, for no page of Segment's speaks of BigQuery ML: its models and all that they need. */
export function modelGrants(request: PlanRequest, roles: Roles): PlannedGrant[] {
  return [
    ...request.models.map((models) => useModels(models, roles)),
    ...grantsAt(request, "connection", request.connections, roles),
    ...grantsAt(request, "exportBucket", request.exportBuckets, roles),
  ];
}

function runQueries(request: PlanRequest, roles: Roles): PlannedGrant {
  const { home } = request;
  const { permissions, reason } = needed(rowsAt(request, "project"));
  return {
    childName: "run-queries",
    namedBy: "scope",
    place: { kind: "project", project: home },
    role: roles.in(home, { ...names.project, permissions }),
    permissions,
    reason,
  };
}

/** The grant on the state dataset, where there is one that Segment does not create itself. */
export function stateGrants(
  { state }: PlanRequest,
  grant: (state: Pick<Named, "place" | "naming">) => PlannedGrant,
): PlannedGrant[] {
  if (!grantsOnState(state)) return [];
  return [grant({ place: state.place, naming: namingOf(state.place, "state") })];
}

function grantsOnState(state: PlannedState | undefined): state is PlannedState {
  return state !== undefined && state.mode !== StateDatasetMode.MadeBySegment;
}

/** The grant of a custom role to keep the state. */
export function writeStateGrant(
  request: PlanRequest,
  state: Pick<Named, "place" | "naming">,
  roles: Roles,
): PlannedGrant {
  return roles.grant({ ...names.state, ...needed(rowsAt(request, "state")) }, state, "write-state");
}

/** The grant of a custom role to read one source. */
export function readSource(request: PlanRequest, source: Named, roles: Roles): PlannedGrant {
  const { kind } = source.place;
  const purpose: Purpose =
    kind === "table"
      ? { ...names.source, ...needed(rowsAt(request, "source")) }
      : { ...names.sources, ...needed(rowsAt(request, "browse", "source")) };
  return roles.grant(purpose, source, `read-${kind}-${source.formerLabel}`);
}

/**
 * For sources that are tables: find the dataset and list its tables, which cannot be granted on a table.
 *
 * One grant for each dataset, however many of its tables are sources; one for each table where the dataset has no name
 * of its own. None where no product lists.
 */
export function browseGrants(request: PlanRequest, sources: readonly Named[], roles: Roles): PlannedGrant[] {
  const rows = rowsAt(request, "browse");
  if (rows.length === 0) return [];
  const purpose = { ...names.browse, ...needed(rows) };
  const ids = new Ids();
  const datasets = new Map<string, Pick<Named, "place" | "naming">>();
  for (const { place, naming } of sources) {
    if (place.kind !== "table") continue;
    const dataset = browsable(place);
    const own = naming.by === "name" ? naming.name : undefined;
    const named = { place: dataset, naming: namingOf(dataset, own) };
    const byScope = named.naming.by === "scope";
    datasets.set(
      byScope ? ids.path(dataset) : `${ids.path(dataset)}${own}`,
      byScope ? named : { place: dataset, naming: naming },
    );
  }
  return [...datasets.values()].map((dataset) =>
    roles.grant(purpose, dataset, `browse-dataset-${plainLabel(dataset.place)}`),
  );
}

/** The grant of a custom role on each of these places. */
function grantsAt(
  request: PlanRequest,
  at: "destination" | "connection" | "exportBucket",
  places: readonly Named[],
  roles: Roles,
): PlannedGrant[] {
  const purpose = { ...names[at], ...needed(rowsAt(request, at)) };
  return places.map((place) => roles.grant(purpose, place));
}

/**
 * Exactly the operations' permissions, on the dataset, which is the lowest scope at which models can be granted.
 *
 * A role for each dataset, so that other operations change the role in place and nothing is lost meanwhile.
 */
function useModels(
  { place, naming, formerLabel, operations }: PlanRequest["models"][number],
  roles: Roles,
): PlannedGrant {
  const permissions = permissionSet(...operations.map((operation) => modelOperations[operation].permissions));
  const childName = grantName("model-user", place.kind, naming);
  const formerName = naming.by === "scope" ? `use-models-${formerLabel}` : undefined;
  const purpose = { id: "use-models", title: "Segment: use BigQuery ML models", permissions };
  return {
    childName,
    ...(formerName === undefined ? {} : { formerName }),
    namedBy: naming.by,
    place,
    role: roles.add(childName, place.project, purpose, formerName),
    permissions,
    reason: `BigQuery ML: ${operations.map((operation) => modelOperations[operation].what).join(", ")}`,
  };
}
