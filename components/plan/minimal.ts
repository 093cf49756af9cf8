import { permissionsOf } from "../../policy/facts/needs";
import { modelOperations } from "../../policy/facts/modelOperations";
import { ReadApi, StateDatasetMode } from "../args/enums";
import { browsable, Ids, namingOf, type Place, plainLabel } from "./places";
import {
  grantName,
  permissionSet,
  type PlannedGrant,
  type PlanRequest,
  type Purpose,
  type Roles,
} from "./plan";
import type { Named } from "./sources";

const readSources: Purpose = {
  id: "read-sources",
  holder: "source-reader",
  title: "Segment: read sources",
  permissions: permissionSet(permissionsOf("list-source", "read-source")),
  reason: "list and read the source",
};

const readTables: Purpose = {
  id: "read-tables",
  holder: "source-reader",
  title: "Segment: read single tables",
  permissions: permissionSet(permissionsOf("read-source")),
  reason: "read the source",
};

const browseDatasets: Purpose = {
  id: "browse-datasets",
  holder: "table-lister",
  title: "Segment: list tables",
  permissions: permissionSet(permissionsOf("list-source")),
  reason: "list the dataset's tables, of which some are sources",
};

const writeState: Purpose = {
  id: "write-state",
  holder: "state-writer",
  title: "Segment: keep sync state",
  permissions: permissionSet(permissionsOf("find-state-dataset", "keep-state", "look-up-state-tables")),
  reason: "keep the state between syncs",
};

/** Profile minimal: custom roles with the permissions needed, each where it works and no higher. */
export function minimalGrants(request: PlanRequest, roles: Roles): PlannedGrant[] {
  return [
    runQueries(request, roles),
    ...stateGrants(request, (state) => writeStateGrant(state, roles)),
    ...browseGrants(request.sources, roles),
    ...request.sources.map((source) => readSource(source, roles)),
  ];
}

function runQueries({ home, readApi, stateMode }: PlanRequest, roles: Roles): PlannedGrant {
  const storage = readApi === ReadApi.Storage;
  const makesState = stateMode === StateDatasetMode.MadeBySegment;
  const permissions = permissionSet(
    permissionsOf("run-queries"),
    storage ? permissionsOf("open-read-sessions") : [],
    makesState ? permissionsOf("create-state-dataset") : [],
  );
  const reasons = [
    "run queries",
    ...(storage ? ["read through the Storage API"] : []),
    ...(makesState ? ["make the state dataset"] : []),
  ];
  return {
    childName: "run-queries",
    namedBy: "scope",
    place: { kind: "project", project: home },
    role: roles.in(home, { id: "run-queries", title: "Segment: run queries", permissions }),
    permissions,
    reason: reasons.join(", "),
  };
}

/** The grant on the state dataset, where Segment does not create the dataset itself. */
export function stateGrants(
  { home, stateMode, stateDatasetId }: PlanRequest,
  grant: (state: Pick<Named, "place" | "naming">) => PlannedGrant,
): PlannedGrant[] {
  if (stateMode === StateDatasetMode.MadeBySegment) return [];
  const place: Place = { kind: "dataset", project: home, dataset: stateDatasetId };
  return [grant({ place, naming: namingOf(place, "state") })];
}

/** The grant of a custom role to keep the state. */
export function writeStateGrant(state: Pick<Named, "place" | "naming">, roles: Roles): PlannedGrant {
  return roles.grant(writeState, state, "write-state");
}

/** The grant of a custom role to read one source. */
export function readSource(source: Named, roles: Roles): PlannedGrant {
  const { kind } = source.place;
  return roles.grant(
    kind === "table" ? readTables : readSources,
    source,
    `read-${kind}-${source.formerLabel}`,
  );
}

/**
 * For sources that are tables: find the dataset and list its tables, which cannot be granted on a table.
 *
 * One grant for each dataset, however many of its tables are sources; one for each table where the dataset has no name
 * of its own.
 */
export function browseGrants(sources: readonly Named[], roles: Roles): PlannedGrant[] {
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
    roles.grant(browseDatasets, dataset, `browse-dataset-${plainLabel(dataset.place)}`),
  );
}

/**
 * BigQuery ML, the same in both profiles: exactly the operations' permissions, on the dataset, which is the lowest
 * scope at which models can be granted.
 *
 * A role for each dataset, so that other operations change the role in place and nothing is lost meanwhile.
 */
export function modelGrants({ models }: PlanRequest, roles: Roles): PlannedGrant[] {
  return models.map(({ place, naming, formerLabel, operations }) => {
    const permissions = permissionSet(
      ...operations.map((operation) => modelOperations[operation].permissions),
    );
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
  });
}
