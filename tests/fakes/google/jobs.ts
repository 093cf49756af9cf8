import { allowed, datasetResource } from "./access";
import { bigQuery, bigQueryProject, requireOnProject, tableResource } from "./bigQuery";
import { apiError, bigQueryError } from "./errors";
import { bytesOf, refuseJob, refuseTable, type Asked } from "./refusals";
import { object, route, text, type Call, type Route } from "./router";
import { readStatement, type Reference } from "./statements";
import { addTable } from "./tables";
import { nextId, type DatasetState, type Json } from "./state";

const project = "/bigquery/v2/projects/{project}";

/**
 * Queries: https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs
 *
 * Nothing is computed: a query answers the schema of the first table it reads, and no rows.
 */
export const jobRoutes: Route[] = [
  route("POST", `${project}/queries`, bigQuery, (call) => {
    const job = run(call, call.body, text(call.body, "location"), call.body["dryRun"] === true);
    const { jobReference, schema, dryRun, bytes, failure } = job;
    if (failure) return { kind: "bigquery#queryResponse", jobReference, jobComplete: false };
    return {
      kind: "bigquery#queryResponse",
      ...(dryRun ? {} : { jobReference }),
      schema,
      totalBytesProcessed: bytes,
      jobComplete: true,
      ...(dryRun ? {} : { totalRows: "0", cacheHit: false }),
    };
  }),
  route("POST", `${project}/jobs`, bigQuery, (call) => {
    const configuration = object(call.body, "configuration");
    const query = object(configuration, "query");
    if (!("query" in query))
      throw bigQueryError("required", "Required parameter is missing: configuration.query");
    const wanted = object(call.body, "jobReference");
    return resource(
      run(call, query, text(wanted, "location"), configuration["dryRun"] === true, text(wanted, "jobId")),
    );
  }),
  route("GET", `${project}/jobs/{job}`, bigQuery, (call) => resource(jobOf(call))),
  route("GET", `${project}/queries/{job}`, bigQuery, (call) => {
    const { schema, jobReference, failure } = jobOf(call);
    if (failure) throw bigQueryError(failure.reason, failure.message);
    return {
      kind: "bigquery#getQueryResultsResponse",
      schema,
      jobReference,
      totalRows: "0",
      jobComplete: true,
    };
  }),
];

interface Job extends Json {
  jobReference: Json;
  schema: unknown;
  dryRun: boolean;
  bytes: string;
  /** Whether row access policies stand on a table that it has read. */
  rowAccess: boolean;
  failure?: { reason: string; message: string };
}

function run(call: Call, query: Json, location: string | undefined, dryRun: boolean, jobId?: string): Job {
  const home = bigQueryProject(call);
  requireOnProject(call, "bigquery.jobs.create", home);
  refuseJob(home, text(query, "query") ?? "");
  if (query["useLegacySql"] !== false)
    throw bigQueryError("invalidQuery", "The fake of Google reads standard SQL only.");
  const references = readStatement(text(query, "query") ?? "");
  if (!references)
    throw bigQueryError("invalidQuery", "Syntax error: Expected end of input but got identifier at [1:1]");
  const at = location ?? firstLocation(call, references) ?? "US";
  const asked: Asked = { call, query, dryRun, location: at, tables: [] };
  const schemas = references.map((reference) => check(asked, reference));
  const failure = dryRun ? undefined : asked.tables.find(({ quirks }) => quirks.failing)?.quirks.failing;
  if (!dryRun && !failure) for (const reference of references) carryOut(call, reference);
  const id = jobId ?? `job_fake${nextId(call.state)}`;
  const reference = { projectId: home.id, jobId: id, location: at };
  const job: Job = {
    jobReference: reference,
    schema: schemas.find(Boolean) ?? { fields: [] },
    dryRun,
    bytes: String(bytesOf(asked)),
    rowAccess: asked.tables.some(({ rowAccessPolicies }) => rowAccessPolicies.length > 0),
    ...(failure && { failure }),
  };
  if (!dryRun) home.jobs.set(id, job);
  return job;
}

/** Without a location a query runs where its first dataset is: https://cloud.google.com/bigquery/docs/locations#specify_locations */
function firstLocation(call: Call, references: Reference[]): string | undefined {
  const dataset = references.map((one) => find(call, one)).find(Boolean);
  return dataset && String(dataset.resource["location"]);
}

function find(call: Call, { project, dataset }: Reference): DatasetState | undefined {
  return call.state.projects.get(project)?.datasets.get(dataset);
}

/** Refuses what the caller may not do, or what is not there; answers the schema of a table that is read. */
function check(asked: Asked, reference: Reference): unknown {
  const { call, location } = asked;
  bigQueryProject(call, reference.project);
  const dataset = find(call, reference);
  const place = `${reference.project}:${reference.dataset}`;
  // A query sees only its own location, so that a dataset elsewhere is as good as absent.
  if (!dataset || String(dataset.resource["location"]).toUpperCase() !== location.toUpperCase()) {
    throw bigQueryError("notFound", `Not found: Dataset ${place} was not found in location ${location}`);
  }
  const table = dataset.tables.get(reference.name);
  const on =
    reference.kind === "table"
      ? tableResource(call.state, dataset, reference.name, table)
      : datasetResource(call.state, dataset);
  const missing = reference.permissions.find(
    (permission) => !allowed(call.state, call.caller, permission, on),
  );
  if (missing !== undefined) throw denied(reference, missing);
  if (
    reference.kind === "model" &&
    !reference.permissions.includes("bigquery.models.create") &&
    !dataset.models.has(reference.name)
  ) {
    throw bigQueryError("notFound", `Not found: Model ${place}.${reference.name}`);
  }
  if (reference.kind !== "table" || reference.effect === "create") return undefined;
  if (!table)
    throw bigQueryError(
      "notFound",
      `Not found: Table ${place}.${reference.name} was not found in location ${location}`,
    );
  asked.tables.push(table);
  refuseTable(asked, table, `${place}.${reference.name}`);
  checkView(asked, dataset, object(table.resource, "view")["query"], reference);
  return table.resource["schema"];
}

/** A view's reader needs the tables below it, unless their dataset authorizes the view: https://cloud.google.com/bigquery/docs/authorized-views */
function checkView(asked: Asked, home: DatasetState, sql: unknown, view: Reference): void {
  const { call } = asked;
  if (typeof sql !== "string") return;
  for (const below of readStatement(sql) ?? []) {
    const access = (find(call, below)?.resource["access"] ?? []) as Json[];
    const authorized = access.some((entry) => {
      const named = object(entry, "view");
      const dataset = object(object(entry, "dataset"), "dataset");
      return (
        (named["projectId"] === home.project &&
          named["datasetId"] === home.id &&
          named["tableId"] === view.name) ||
        (dataset["projectId"] === home.project && dataset["datasetId"] === home.id)
      );
    });
    if (!authorized) check(asked, below);
  }
}

function denied({ kind, project, dataset, name }: Reference, missing: string): Error {
  const what = kind === "dataset" ? `${project}:${dataset}` : `${project}:${dataset}.${name}`;
  const word = { dataset: "Dataset", table: "Table", model: "Model" }[kind];
  const does =
    missing === "bigquery.tables.getData"
      ? `User does not have permission to query table ${what}, or perhaps it does not exist.`
      : `Permission ${missing} denied on ${kind} ${what} (or it may not exist).`;
  return bigQueryError("accessDenied", `Access Denied: ${word} ${what}: ${does}`);
}

function carryOut(call: Call, reference: Reference): void {
  const dataset = find(call, reference);
  if (reference.effect === "create") {
    if (dataset?.tables.has(reference.name)) {
      throw bigQueryError(
        "duplicate",
        `Already Exists: Table ${reference.project}:${reference.dataset}.${reference.name}`,
      );
    }
    if (dataset) addTable(call.state, dataset, reference.name, {});
  }
  if (reference.effect === "drop") dataset?.tables.delete(reference.name);
  if (reference.effect === "insert") dataset?.tables.get(reference.name)?.rows.push({});
}

function jobOf(call: Call): Job {
  const home = bigQueryProject(call);
  const job = home.jobs.get(call.params["job"] ?? "");
  if (!job) throw bigQueryError("notFound", `Not found: Job ${home.id}:${call.params["job"]}`);
  return job as Job;
}

function resource({ jobReference, schema, dryRun, bytes, rowAccess, failure }: Job): Json {
  if (typeof jobReference["jobId"] !== "string") throw apiError(500, "A job without an id");
  return {
    kind: "bigquery#job",
    ...(!dryRun && { id: `${String(jobReference["projectId"])}:${jobReference["jobId"]}` }),
    jobReference,
    configuration: { jobType: "QUERY", ...(dryRun && { dryRun }) },
    status: { state: "DONE", ...(failure && { errorResult: failure, errors: [failure] }) },
    statistics: {
      totalBytesProcessed: bytes,
      // https://cloud.google.com/bigquery/docs/managing-row-level-security#job_statistics
      ...(rowAccess && { rowLevelSecurityStatistics: { rowLevelSecurityApplied: true } }),
      query: { schema, statementType: "SELECT" },
    },
  };
}
