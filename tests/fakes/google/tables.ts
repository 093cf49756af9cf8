import { bigQuery, checkMatch, datasetOf, tableOf, tableResource } from "./bigQuery";
import { bigQueryError } from "./errors";
import { etag, replacePolicy, shown, testPermissions, versionInBody } from "./policies";
import { object, page, route, text, type Call, type Route } from "./router";
import { now, type DatasetState, type GoogleState, type Json, type TableState } from "./state";

const tables = "/bigquery/v2/projects/{project}/datasets/{dataset}/tables";
const one = `${tables}/{table}`;

/** Tables: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables, with their rows and row access policies. */
export const tableRoutes: Route[] = [
  route("GET", tables, bigQuery, (call) => {
    const dataset = datasetOf(call, "bigquery.tables.list");
    const { items, ...rest } = page(call, [...dataset.tables.values()], "maxResults");
    return {
      kind: "bigquery#tableList",
      ...(items.length > 0 && { tables: items.map(({ resource }) => summary(resource)) }),
      totalItems: dataset.tables.size,
      ...rest,
    };
  }),
  route("POST", tables, bigQuery, create),
  route("GET", one, bigQuery, (call) => withRows(tableOf(call, "bigquery.tables.get").table)),
  route("PATCH", one, bigQuery, (call) => change(call, "merge")),
  route("PUT", one, bigQuery, (call) => change(call, "replace")),
  route("DELETE", one, bigQuery, (call) => {
    const { dataset, id } = tableOf(call, "bigquery.tables.delete");
    dataset.tables.delete(id);
    return undefined;
  }),
  route("GET", `${one}/data`, bigQuery, (call) => {
    const { table } = tableOf(call, "bigquery.tables.getData");
    return { kind: "bigquery#tableDataList", totalRows: String(table.rows.length), rows: table.rows };
  }),
  route("POST", `${one}/insertAll`, bigQuery, (call) => {
    const { table } = tableOf(call, "bigquery.tables.updateData");
    const rows = (call.body["rows"] ?? []) as Json[];
    table.rows.push(...rows.map((row) => object(row, "json")));
    return { kind: "bigquery#tableDataInsertAllResponse" };
  }),
  route("GET", `${one}/rowAccessPolicies`, bigQuery, (call) => {
    const { table } = tableOf(call, "bigquery.rowAccessPolicies.list");
    return table.rowAccessPolicies.length > 0 ? { rowAccessPolicies: table.rowAccessPolicies } : {};
  }),
  route("POST", `${one}:getIamPolicy`, bigQuery, (call) =>
    shown(tableOf(call, "bigquery.tables.getIamPolicy").table.policy, versionInBody(call)),
  ),
  route("POST", `${one}:setIamPolicy`, bigQuery, (call) =>
    replacePolicy(call, tableOf(call, "bigquery.tables.setIamPolicy").table.policy),
  ),
  route("POST", `${one}:testIamPermissions`, bigQuery, test),
];

/** A table as the API shows it, put into its dataset. */
export function addTable(state: GoogleState, dataset: DatasetState, id: string, wanted: Json): TableState {
  const { project, resource } = dataset;
  const table: TableState = {
    resource: {},
    policy: { bindings: [], version: 0 },
    rows: [],
    rowAccessPolicies: [],
    version: 0,
    quirks: {},
  };
  // A dataset's default expiration is copied into each new table: https://cloud.google.com/bigquery/docs/updating-datasets#table-expiration
  const expiration = Number(resource["defaultTableExpirationMs"] ?? 0);
  table.resource = {
    kind: "bigquery#table",
    id: `${project}:${dataset.id}.${id}`,
    type: "view" in wanted ? "VIEW" : "TABLE",
    location: resource["location"],
    creationTime: String(now(state)),
    ...(expiration > 0 && { expirationTime: String(now(state) + expiration) }),
    ...wanted,
    tableReference: { projectId: project, datasetId: dataset.id, tableId: id },
  };
  touch(state, table);
  dataset.tables.set(id, table);
  return table;
}

function create(call: Call): Json {
  const dataset = datasetOf(call, "bigquery.tables.create");
  const id = text(object(call.body, "tableReference"), "tableId") ?? "";
  if (id === "") throw bigQueryError("required", "Required parameter is missing: tableReference.tableId");
  if (dataset.tables.has(id))
    throw bigQueryError("duplicate", `Already Exists: Table ${dataset.project}:${dataset.id}.${id}`);
  return withRows(addTable(call.state, dataset, id, call.body));
}

function change(call: Call, how: "merge" | "replace"): Json {
  const { table } = tableOf(call, "bigquery.tables.update");
  checkMatch(call, table.resource["etag"]);
  const fixed = ["kind", "id", "type", "location", "creationTime", "tableReference"];
  const old = Object.entries(table.resource).filter(([key]) => how === "merge" || fixed.includes(key));
  const entries = Object.entries({
    ...Object.fromEntries(old),
    ...call.body,
    tableReference: table.resource["tableReference"],
  });
  table.resource = Object.fromEntries(entries.filter(([, value]) => value !== null));
  touch(call.state, table);
  return withRows(table);
}

/** Asking needs no permission, yet a table that is not there is not found. */
function test(call: Call): Json {
  const project = call.state.projects.get(call.params["project"] ?? "");
  const dataset = project?.datasets.get(call.params["dataset"] ?? "");
  const id = call.params["table"] ?? "";
  const table = dataset?.tables.get(id);
  if (!dataset || !table) {
    throw bigQueryError(
      "notFound",
      `Not found: Table ${call.params["project"]}:${call.params["dataset"]}.${id}`,
    );
  }
  return testPermissions(call, tableResource(call.state, dataset, id, table));
}

function withRows(table: TableState): Json {
  return {
    ...table.resource,
    ...(table.resource["type"] === "TABLE" && { numRows: String(table.rows.length) }),
  };
}

function summary(resource: Json): Json {
  const { kind, id, tableReference, type, creationTime, expirationTime } = resource;
  return {
    kind,
    id,
    tableReference,
    type,
    creationTime,
    ...(expirationTime !== undefined && { expirationTime }),
  };
}

function touch(state: GoogleState, table: TableState): void {
  table.version++;
  table.resource["lastModifiedTime"] = String(now(state));
  table.resource["etag"] = etag(table.version);
}
