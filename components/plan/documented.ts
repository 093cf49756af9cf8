import { permissionsOf } from "../../policy/facts/needs";
import { documentedSourceRole, documentedStateRole } from "../../policy/facts/roles";
import { ReadApi, StateDatasetMode } from "../args/enums";
import { browseGrants, readSource, stateGrants, writeStateGrant } from "./minimal";
import { grantName, permissionSet, type PlannedGrant, type PlanRequest, type Roles } from "./plan";
import type { Named } from "./sources";

/**
 * Profile documented: the roles that Segment's page names, at the scopes where it names them.
 *
 * Where a scope is not known before the update, a custom role with the permissions needed stands in for the page's.
 */
export function documentedGrants(request: PlanRequest, roles: Roles): PlannedGrant[] {
  const { sources } = request;
  // On the account's own project, the project's roles list the tables of every dataset.
  const elsewhere = sources.filter(({ place }) => !place.project.home);
  return [
    ...projectGrants(request),
    ...stateGrants(request, (state) =>
      state.naming.by === "scope" ? editState(state) : writeStateGrant(state, roles),
    ),
    ...browseGrants(elsewhere, roles),
    ...sources.map((source) =>
      source.naming.by === "scope" ? viewSource(source) : readSource(source, roles),
    ),
  ];
}

function viewSource({ place, naming, formerLabel }: Named): PlannedGrant {
  return {
    childName: grantName("data-viewer", place.kind, naming),
    formerName: `view-${place.kind}-${formerLabel}`,
    namedBy: "scope",
    place,
    role: documentedSourceRole,
    permissions: permissionSet(
      place.kind === "table" ? [] : permissionsOf("list-source"),
      permissionsOf("read-source"),
    ),
    reason: "list and read the source",
  };
}

function editState({ place, naming }: Pick<Named, "place" | "naming">): PlannedGrant {
  return {
    childName: grantName("data-editor", place.kind, naming),
    formerName: "edit-state",
    namedBy: "scope",
    place,
    role: documentedStateRole,
    permissions: permissionSet(permissionsOf("find-state-dataset", "keep-state", "look-up-state-tables")),
    reason: "keep the state between syncs",
  };
}

function projectGrants({ home, readApi, stateMode }: PlanRequest): PlannedGrant[] {
  const place = { kind: "project", project: home } as const;
  const namedBy = "scope";
  return [
    {
      childName: "bigquery-user",
      namedBy,
      place,
      role: "roles/bigquery.user",
      permissions: permissionSet(
        permissionsOf("run-queries", "list-source"),
        readApi === ReadApi.Storage ? permissionsOf("open-read-sessions") : [],
        stateMode === StateDatasetMode.MadeBySegment ? permissionsOf("create-state-dataset") : [],
      ),
      reason: "step 5 of Segment's page: run queries, list datasets",
    },
    {
      childName: "bigquery-job-user",
      namedBy,
      place,
      role: "roles/bigquery.jobUser",
      permissions: permissionSet(permissionsOf("run-queries")),
      reason: "step 6 of Segment's page: run queries",
    },
    {
      childName: "bigquery-metadata-viewer",
      namedBy,
      place,
      role: "roles/bigquery.metadataViewer",
      permissions: permissionSet(permissionsOf("list-source"), ["bigquery.tables.get"]),
      reason: "step 7 of Segment's page: list datasets, tables and columns",
    },
  ];
}
