import { allowed, datasetResource, projectResource, type Resource } from "./access";
import { bigQueryError } from "./errors";
import { projectOf, type Call } from "./router";
import type { DatasetState, GoogleState, ProjectState, TableState } from "./state";

/** The API's name in Service Usage. */
export const bigQuery = "bigquery.googleapis.com";

/** The project of the path, as BigQuery knows it. */
export function bigQueryProject(call: Call, id?: string): ProjectState {
  return projectOf(call, bigQuery, id);
}

/** A table as a resource below its dataset. */
export function tableResource(
  state: GoogleState,
  dataset: DatasetState,
  id: string,
  table?: TableState,
): Resource {
  const parent = datasetResource(state, dataset);
  return {
    name: `${parent.name}/tables/${id}`,
    policy: table?.policy ?? { bindings: [], version: 0 },
    parent,
  };
}

/** Refuses a caller without a permission on a project: https://cloud.google.com/bigquery/docs/error-messages#accessDenied */
export function requireOnProject(call: Call, permission: string, project: ProjectState): void {
  if (allowed(call.state, call.caller, permission, projectResource(call.state, project.id))) return;
  throw bigQueryError(
    "accessDenied",
    `Access Denied: Project ${project.id}: User does not have ${permission} permission in project ${project.id}.`,
  );
}

/** The dataset of the path; one that is not there is told only to those who could see it. */
export function datasetOf(call: Call, permission: string): DatasetState {
  const project = bigQueryProject(call);
  const id = call.params["dataset"] ?? "";
  const dataset = project.datasets.get(id);
  const on = dataset ? datasetResource(call.state, dataset) : projectResource(call.state, project.id);
  if (!allowed(call.state, call.caller, permission, on)) {
    const what = `${project.id}:${id}`;
    throw bigQueryError(
      "accessDenied",
      `Access Denied: Dataset ${what}: Permission ${permission} denied on dataset ${what} (or it may not exist).`,
    );
  }
  if (!dataset) throw bigQueryError("notFound", `Not found: Dataset ${project.id}:${id}`);
  return dataset;
}

/** The table of the path, with its dataset. */
export function tableOf(
  call: Call,
  permission: string,
): { dataset: DatasetState; table: TableState; id: string } {
  const project = bigQueryProject(call);
  const [datasetId = "", id = ""] = [call.params["dataset"], call.params["table"]];
  const dataset = project.datasets.get(datasetId);
  const table = dataset?.tables.get(id);
  const what = `${project.id}:${datasetId}.${id}`;
  const on = dataset
    ? tableResource(call.state, dataset, id, table)
    : projectResource(call.state, project.id);
  if (!allowed(call.state, call.caller, permission, on)) {
    throw bigQueryError(
      "accessDenied",
      `Access Denied: Table ${what}: Permission ${permission} denied on table ${what} (or it may not exist).`,
    );
  }
  if (!dataset) throw bigQueryError("notFound", `Not found: Dataset ${project.id}:${datasetId}`);
  if (!table) throw bigQueryError("notFound", `Not found: Table ${what}`);
  return { dataset, table, id };
}

/** Refuses a change of something that has another etag than the caller saw: HTTP If-Match. */
export function checkMatch(call: Call, current: unknown): void {
  const wanted = call.headers["if-match"];
  if (wanted !== undefined && wanted !== current) {
    throw bigQueryError("conditionNotMet", "Precondition check failed.");
  }
}
