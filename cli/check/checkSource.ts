import { browseSource, readTables } from "../../policy/knowledge/purposes";
import type { SourceRef } from "../../policy/model/declaration";
import { browseScope, sourceScope } from "../../policy/model/needs";
import { path } from "../google/GoogleClient";
import { record, records, text, type JsonRecord } from "../google/json";
import { attempt } from "./attempt";
import type { CheckContext } from "./CheckContext";
import { judgeLocation } from "./judgeDataset";
import { dryRun, quoted, runQuery } from "./queries";
import { grantRemedy } from "./remedies";
import { testPermissions } from "./testPermissions";

/** A table that was tried. */
export interface TriedTable {
  source: SourceRef;
  dataset: string;
  table: string;
  /** Whether the key may read its rows. */
  readable: boolean;
}

/** What was found of a source, for the checks of excess and of read sessions. */
export interface TriedSource {
  /** The dataset as the API shows it to the key, where it does. */
  dataset?: JsonRecord;
  tables: TriedTable[];
}

/** What Segment does with one source. A project is tried by its first dataset, a dataset by its first tables. */
export async function checkSource(context: CheckContext, source: SourceRef): Promise<TriedSource> {
  if (source.dataset !== undefined) return checkDataset(context, source, source.dataset);
  await checkWholeProject(context, source);
  const datasets = await listDatasets(context, source);
  const [first] = datasets;
  if (first === undefined) return { tables: [] };
  return checkDataset(context, source, first, datasets.length - 1);
}

/** Its first dataset says little about the others: what is granted on the project itself says all. */
async function checkWholeProject(context: CheckContext, source: SourceRef): Promise<void> {
  const { client, reporter, setting, declared } = context;
  const { project } = source;
  const needed = [...browseSource, ...readTables];
  const subject = {
    id: "source.permissions",
    target: project,
    tried: "projects.testIamPermissions",
  } as const;
  const wanted = { permissions: needed, scope: sourceScope(source), purpose: "source" } as const;
  const on = {
    api: "cloudresourcemanager",
    path: path`/v1/projects/${project}` + ":testIamPermissions",
  } as const;
  const known = project === declared.project ? context.heldOnProject : undefined;
  const asked = await attempt(known ? Promise.resolve(known) : testPermissions(client, on, needed));
  const held = reporter.judge(subject, asked, wanted, (answer) =>
    needed.every((permission) => answer.has(permission))
      ? `The key may read all of project ${project}.`
      : undefined,
  );
  const missing = held ? needed.filter((permission) => !held.has(permission)) : [];
  if (missing.length === 0) return;
  const message = `serviceAccount:${setting.email} lacks ${missing.join(", ")} on project ${project}.`;
  const remedy = grantRemedy(setting, wanted.scope, missing, "source");
  reporter.add(subject, "missing", message, { permissions: missing, remedy });
}

async function listDatasets(
  { client, reporter, setting }: CheckContext,
  source: SourceRef,
): Promise<string[]> {
  const { project } = source;
  const request = {
    api: "bigquery",
    path: path`/bigquery/v2/projects/${project}/datasets`,
    query: { maxResults: "1000" },
  } as const;
  const found = await attempt(client.list(request, "datasets"));
  const subject = { id: "source.dataset", target: project, tried: "datasets.list" } as const;
  const wanted = {
    permissions: ["bigquery.datasets.get"],
    scope: sourceScope(source),
    purpose: "source",
  } as const;
  const datasets = reporter.judge(subject, found, wanted, () => undefined);
  const here = (datasets ?? []).filter(
    ({ location }) => text(location)?.toUpperCase() === setting.location.toUpperCase(),
  );
  const names = (here.length > 0 ? here : (datasets ?? [])).flatMap(
    (one) => text(record(one["datasetReference"])["datasetId"]) ?? [],
  );
  if (datasets && names.length === 0) {
    reporter.add(
      subject,
      "unknown",
      `The key sees no dataset in project ${project}: there is none, or it may see none.`,
    );
  }
  return names;
}

async function checkDataset(
  context: CheckContext,
  source: SourceRef,
  dataset: string,
  others = 0,
): Promise<TriedSource> {
  const { client, reporter, setting } = context;
  const { project } = source;
  const target = `${project}.${dataset}`;
  const base = path`/bigquery/v2/projects/${project}/datasets/${dataset}`;
  const scope = browseScope(source);
  const got = reporter.judge(
    { id: "source.dataset", target, tried: "datasets.get" },
    await attempt(client.request({ api: "bigquery", method: "GET", path: base })),
    { permissions: ["bigquery.datasets.get"], scope, purpose: "source" },
    () => `${target} is there${others > 0 ? `; ${others} more datasets of the project were not tried` : ""}.`,
  );
  if (got) {
    const { outcome, message, remedy } = judgeLocation(got, target, setting.location);
    reporter.add({ id: "source.location", target, tried: "datasets.get" }, outcome, message, { remedy });
  }
  const listed = reporter.judge(
    { id: "source.tables", target, tried: "tables.list" },
    await attempt(
      client.list({ api: "bigquery", path: `${base}/tables`, query: { maxResults: "1000" } }, "tables"),
    ),
    { permissions: ["bigquery.tables.list"], scope, purpose: "source" },
    (tables) => `The key lists the tables and views of ${target}: ${tables.length}.`,
  );
  const tables =
    source.table === undefined ? tableIds(listed ?? []).slice(0, context.tablesPerSource) : [source.table];
  const tried: TriedTable[] = [];
  for (const table of tables) tried.push(await checkTable(context, source, dataset, table));
  const left = (listed?.length ?? 0) - tables.length;
  if (source.table === undefined && left > 0) {
    reporter.add(
      { id: "source.dry-run", target, tried: "nothing" },
      "skipped",
      `${left} more tables and views of ${target} were not tried (--tables says how many are).`,
    );
  }
  return { ...(got && { dataset: got }), tables: tried };
}

function tableIds(tables: readonly JsonRecord[]): string[] {
  return tables.flatMap((table) => text(record(table["tableReference"])["tableId"]) ?? []);
}

async function checkTable(
  context: CheckContext,
  source: SourceRef,
  dataset: string,
  table: string,
): Promise<TriedTable> {
  const { client, reporter, declared, setting } = context;
  const { project } = source;
  const target = `${project}.${dataset}.${table}`;
  const base = path`/bigquery/v2/projects/${project}/datasets/${dataset}/tables/${table}`;
  const scope = sourceScope(source);
  reporter.judge(
    { id: "source.table", target, tried: "tables.get" },
    await attempt(client.request({ api: "bigquery", method: "GET", path: base })),
    { permissions: ["bigquery.tables.get"], scope, purpose: "source" },
    (got) =>
      `${target} is a ${text(got["type"])?.toLowerCase().replaceAll("_", " ") ?? "table"}; its metadata can be read.`,
  );
  const sql = `SELECT * FROM ${quoted(project, dataset, table)} LIMIT 0`;
  const wanted = { permissions: ["bigquery.tables.getData"], scope, purpose: "source" } as const;
  const bytes = reporter.judge(
    { id: "source.dry-run", target, tried: `jobs.query (dry run) ${sql}` },
    await attempt(dryRun(client, declared.project, setting.location, sql)),
    wanted,
    (read) => `A query of ${target} would run, and read ${read} bytes.`,
  );
  if (bytes !== undefined) {
    reporter.judge(
      { id: "source.query", target, tried: `jobs.query ${sql}` },
      await attempt(runQuery(client, declared.project, setting.location, sql)),
      wanted,
      () => `A query of ${target} ran, and answered no rows, as asked.`,
    );
    await checkRowAccess(context, base, target);
  }
  return { source, dataset, table, readable: bytes !== undefined };
}

/** Hidden rows look deleted to a sync: https://cloud.google.com/bigquery/docs/row-level-security-intro */
async function checkRowAccess(
  { client, reporter }: CheckContext,
  base: string,
  target: string,
): Promise<void> {
  const subject = { id: "source.row-access", target, tried: "rowAccessPolicies.list" } as const;
  const asked = await attempt(
    client.request({ api: "bigquery", method: "GET", path: `${base}/rowAccessPolicies` }),
  );
  const colon = target.replace(".", ":");
  if (asked.kind !== "answer") {
    const why = asked.kind === "none" ? asked.why : "the key may not list row access policies, and need not";
    reporter.add(
      subject,
      "unknown",
      `Whether row access policies hide rows of ${target} cannot be told: ${why}.`,
      {
        remedy: { gcloud: `bq ls --row_access_policies ${colon}`, advice: "Ask with your own credentials." },
      },
    );
    return;
  }
  const policies = records(asked.value["rowAccessPolicies"]);
  if (policies.length === 0) reporter.add(subject, "ok", `${target} has no row access policies.`);
  else {
    const names = policies.map(
      (policy) => text(record(policy["rowAccessPolicyReference"])["policyId"]) ?? "one without a name",
    );
    reporter.add(
      subject,
      "warning",
      `${target} has row access policies (${names.join(", ")}): rows that they hide look deleted to a sync.`,
      {
        remedy: {
          advice:
            "Make the account a grantee of a policy whose filter is TRUE, if Segment is to see all rows.",
        },
      },
    );
  }
}
