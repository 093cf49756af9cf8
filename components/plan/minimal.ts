import * as purposes from "../../policy/facts/purposes";
import { modelOperations } from "../../policy/facts/modelOperations";
import { ReadApi, StateDatasetMode } from "../args/enums";
import { Ids, type Labelled, browsable, plainLabel } from "./places";
import { type PlanRequest, type PlannedGrant, type Roles, permissionSet } from "./plan";

/** Profile minimal: custom roles with the permissions needed, each where it works and no higher. */
export function minimalGrants(request: PlanRequest, roles: Roles): PlannedGrant[] {
  return [
    runQueries(request, roles),
    ...writeState(request, roles),
    ...browseGrants(request.sources, roles),
    ...request.sources.map((source) => readSource(source, roles)),
  ];
}

function runQueries({ home, readApi, stateMode }: PlanRequest, roles: Roles): PlannedGrant {
  const storage = readApi === ReadApi.Storage;
  const makesState = stateMode === StateDatasetMode.MadeBySegment;
  const permissions = permissionSet(
    purposes.runQueries,
    storage ? purposes.readSessions : [],
    makesState ? purposes.createStateDataset : [],
  );
  const reasons = [
    "run queries",
    ...(storage ? ["read through the Storage API"] : []),
    ...(makesState ? ["make the state dataset"] : []),
  ];
  return {
    childName: "run-queries",
    place: { kind: "project", project: home },
    role: roles.in(home, "run-queries", "Segment: run queries", permissions),
    permissions,
    reason: reasons.join(", "),
  };
}

function writeState({ home, stateMode, stateDatasetId }: PlanRequest, roles: Roles): PlannedGrant[] {
  if (stateMode === StateDatasetMode.MadeBySegment) return [];
  const permissions = permissionSet(purposes.findStateDataset, purposes.writeState);
  return [
    {
      childName: "write-state",
      place: { kind: "dataset", project: home, dataset: stateDatasetId },
      role: roles.in(home, "write-state", "Segment: keep sync state", permissions),
      permissions,
      reason: "keep the state between syncs",
    },
  ];
}

function readSource({ place, label }: Labelled, roles: Roles): PlannedGrant {
  const childName = `read-${place.kind}-${label}`;
  if (place.kind === "table") {
    const permissions = permissionSet(purposes.readTables);
    const role = roles.in(place.project, "read-tables", "Segment: read single tables", permissions);
    return { childName, place, role, permissions, reason: "read the source" };
  }
  const permissions = permissionSet(purposes.browseSource, purposes.readTables);
  const role = roles.in(place.project, "read-sources", "Segment: read sources", permissions);
  return { childName, place, role, permissions, reason: "list and read the source" };
}

/**
 * For sources that are tables: find the dataset and list its tables, which cannot be granted on a table.
 *
 * One grant for each dataset, however many of its tables are sources.
 */
export function browseGrants(sources: readonly Labelled[], roles: Roles): PlannedGrant[] {
  const ids = new Ids();
  const tables = sources.filter(({ place }) => place.kind === "table");
  const datasets = new Map<string, Labelled>();
  for (const { place, label } of tables) {
    const dataset = browsable(place);
    const path = ids.path(dataset);
    const before = datasets.get(path)?.label;
    const named = before !== undefined && before < label ? before : label;
    datasets.set(path, { place: dataset, label: plainLabel(dataset) ?? named });
  }
  const permissions = permissionSet(purposes.browseSource);
  return [...datasets.values()].map(({ place, label }) => ({
    childName: `browse-dataset-${label}`,
    place,
    role: roles.in(place.project, "browse-datasets", "Segment: list tables", permissions),
    permissions,
    reason: "list the dataset's tables, of which some are sources",
  }));
}

/**
 * BigQuery ML, the same in both profiles: exactly the operations' permissions, on the dataset, which is the lowest
 * scope at which models can be granted.
 *
 * A role for each dataset, so that other operations change the role in place and take nothing away meanwhile.
 */
export function modelGrants({ models }: PlanRequest, roles: Roles): PlannedGrant[] {
  return models.map(({ place, label, operations }) => {
    const permissions = permissionSet(
      ...operations.map((operation) => modelOperations[operation].permissions),
    );
    const childName = `use-models-${label}`;
    const title = "Segment: use BigQuery ML models";
    return {
      childName,
      place,
      role: roles.add(childName, place.project, "use-models", title, permissions),
      permissions,
      reason: `BigQuery ML: ${operations.map((operation) => modelOperations[operation].what).join(", ")}`,
    };
  });
}
