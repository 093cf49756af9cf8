import { allowed, projectResource } from "./access";
import { tableResource } from "./bigQuery";
import { apiError } from "./errors";
import { object, projectOf, requirePermission, route, text, type Call, type Route } from "./router";
import { nextId, type Json } from "./state";

const storage = "bigquerystorage.googleapis.com";

/**
 * Read sessions by the HTTP mapping of the Storage Read API:
 * https://cloud.google.com/bigquery/docs/reference/storage/rpc/google.cloud.bigquery.storage.v1
 */
export const readSessionRoutes: Route[] = [
  route("POST", "/v1/projects/{project}/datasets/{dataset}/tables/{table}", storage, create),
];

function create(call: Call): Json {
  const home = projectOf(call, storage, (text(call.body, "parent") ?? "").replace(/^projects\//, ""));
  requirePermission(
    call,
    "bigquery.readsessions.create",
    projectResource(call.state, home.id),
    `projects/${home.id}`,
  );
  const { project = "", dataset: datasetId = "", table: id = "" } = call.params;
  const dataset = call.state.projects.get(project)?.datasets.get(datasetId);
  const table = dataset?.tables.get(id);
  const what = `${project}:${datasetId}.${id}`;
  const on = dataset ? tableResource(call.state, dataset, id, table) : projectResource(call.state, project);
  if (!allowed(call.state, call.caller, "bigquery.tables.getData", on)) {
    throw apiError(
      403,
      `request failed: the user does not have 'bigquery.tables.getData' permission for '${what}'`,
    );
  }
  if (!dataset || !table) throw apiError(404, `Not found: Table ${what}`);
  const location = String(dataset.resource["location"]).toLowerCase();
  const name = `projects/${home.id}/locations/${location}/sessions/fake${nextId(call.state)}`;
  return {
    name,
    table: object(call.body, "readSession")["table"],
    dataFormat: object(call.body, "readSession")["dataFormat"],
    // An empty table gives a session without streams.
    ...(table.rows.length > 0 && { streams: [{ name: `${name}/streams/0` }] }),
  };
}
