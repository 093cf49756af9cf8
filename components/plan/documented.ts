import * as purposes from "../../policy/facts/purposes";
import { documentedSourceRole, documentedStateRole } from "../../policy/facts/roles";
import { ReadApi, StateDatasetMode } from "../args/enums";
import { browseGrants } from "./minimal";
import { type PlanRequest, type PlannedGrant, type Roles, permissionSet } from "./plan";

/** Profile documented: the roles that Segment's page names, at the scopes where it names them. */
export function documentedGrants(request: PlanRequest, roles: Roles): PlannedGrant[] {
  const { sources } = request;
  // On the account's own project, the project's roles list the tables of every dataset.
  const elsewhere = sources.filter(({ place }) => !place.project.home);
  return [
    ...projectGrants(request),
    ...editState(request),
    ...browseGrants(elsewhere, roles),
    ...sources.map(({ place, label }): PlannedGrant => ({
      childName: `view-${place.kind}-${label}`,
      place,
      role: documentedSourceRole,
      permissions: permissionSet(place.kind === "table" ? [] : purposes.browseSource, purposes.readTables),
      reason: "list and read the source",
    })),
  ];
}

function projectGrants({ home, readApi, stateMode }: PlanRequest): PlannedGrant[] {
  const place = { kind: "project", project: home } as const;
  return [
    {
      childName: "bigquery-user",
      place,
      role: "roles/bigquery.user",
      permissions: permissionSet(
        purposes.runQueries,
        purposes.browseSource,
        readApi === ReadApi.Storage ? purposes.readSessions : [],
        stateMode === StateDatasetMode.MadeBySegment ? purposes.createStateDataset : [],
      ),
      reason: "step 5 of Segment's page: run queries, list datasets",
    },
    {
      childName: "bigquery-job-user",
      place,
      role: "roles/bigquery.jobUser",
      permissions: permissionSet(purposes.runQueries),
      reason: "step 6 of Segment's page: run queries",
    },
    {
      childName: "bigquery-metadata-viewer",
      place,
      role: "roles/bigquery.metadataViewer",
      permissions: permissionSet(purposes.browseSource, ["bigquery.tables.get"]),
      reason: "step 7 of Segment's page: list datasets, tables and columns",
    },
  ];
}

function editState({ home, stateMode, stateDatasetId }: PlanRequest): PlannedGrant[] {
  if (stateMode === StateDatasetMode.MadeBySegment) return [];
  return [
    {
      childName: "edit-state",
      place: { kind: "dataset", project: home, dataset: stateDatasetId },
      role: documentedStateRole,
      permissions: permissionSet(purposes.findStateDataset, purposes.writeState),
      reason: "keep the state between syncs",
    },
  ];
}
