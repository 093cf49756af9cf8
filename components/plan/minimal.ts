import * as purposes from "../../policy/knowledge/purposes";
import { StateDatasetMode, ReadApi } from "../enums";
import { browseGrants } from "./browseGrants";
import type { Labelled } from "./places";
import { permissionSet, type PlannedGrant, type PlanRequest } from "./plan";
import type { Roles } from "./roles";

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
    part: "run-queries",
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
      part: "write-state",
      place: { kind: "dataset", project: home, dataset: stateDatasetId },
      role: roles.in(home, "write-state", "Segment: keep sync state", permissions),
      permissions,
      reason: "keep the state between syncs",
    },
  ];
}

function readSource({ place, label }: Labelled, roles: Roles): PlannedGrant {
  const part = `read-${place.kind}-${label}`;
  if (place.kind === "table") {
    const permissions = permissionSet(purposes.readTables);
    const role = roles.in(place.project, "read-tables", "Segment: read single tables", permissions);
    return { part, place, role, permissions, reason: "read the source" };
  }
  const permissions = permissionSet(purposes.browseSource, purposes.readTables);
  const role = roles.in(place.project, "read-sources", "Segment: read sources", permissions);
  return { part, place, role, permissions, reason: "list and read the source" };
}
