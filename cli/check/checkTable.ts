import type { SourceRef } from "../../policy/access/declaration";
import { sourceScope } from "../../policy/access/needs";
import { type GoogleClient, path } from "../google/GoogleClient";
import { record, records, text } from "../google/json";
import { shellWord } from "../text";
import type { CheckContext } from "./CheckContext";
import { attempt, type Attempt } from "./Reporter";
import { testPermissions } from "./held";
import { dryRun, leastBilled, quoted, rowAccessApplied, runQuery } from "./queries";
import type { Attempted } from "./result";
import { neededOfSource, neededOnProject } from "./written";

/** A table that was tried. */
export interface TriedTable {
  source: SourceRef;
  dataset: string;
  table: string;
  /** Whether the key may read its rows. */
  readable: boolean;
}

/** What Segment does with one table of a source: look at it, and query it. */
export async function checkTable(
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
  if (neededOfSource(declared, source).includes("bigquery.tables.get")) {
    reporter.judge(
      { id: "source.table", target, tried: "tables.get" },
      await attempt(client.request({ api: "bigquery", method: "GET", path: base })),
      { permissions: ["bigquery.tables.get"], scope, purpose: "source" },
      (got) =>
        `${target} is a ${text(got["type"])?.toLowerCase().replaceAll("_", " ") ?? "table"}; its metadata can be read.`,
    );
  }
  const sql = `SELECT * FROM ${quoted(project, dataset, table)} LIMIT 0`;
  const tried = {
    permissions: ["bigquery.tables.getData"],
    scope,
    purpose: "source",
    table: target,
  } as const;
  const asked = await attempt(dryRun(client, declared.project, setting.location, sql));
  const bytes = reporter.judge(
    { id: "source.dry-run", target, tried: `jobs.query (dry run) ${sql}` },
    asked,
    { ...tried, held: await heldAfter(context, base, asked) },
    (read) => `A query of ${target} would run, and read ${read} bytes.`,
  );
  if (bytes !== undefined) {
    const job = await runForNoRows(context, target, base, { ...tried, bytes, sql });
    await checkRowAccess(context, base, target, job);
  }
  return { source, dataset, table, readable: bytes !== undefined };
}

/** A query that was to be tried, and what a refusal of it means. */
interface Query extends Attempted {
  sql: string;
  /** What it would read, by its dry run. */
  bytes: number;
}

/** Runs the query of a table where it is not billed, else one that reads no column. @returns the job that has run */
async function runForNoRows(
  context: CheckContext,
  target: string,
  base: string,
  { sql, bytes, ...tried }: Query,
): Promise<string | undefined> {
  const { client, reporter, declared, setting } = context;
  const large = bytes > leastBilled;
  const run = large ? sql.replace("SELECT *", "SELECT 1") : sql;
  const subject = { id: "source.query", target, tried: `jobs.query ${run}` } as const;
  const size = `one of all columns would be billed (${bytes} bytes), and its dry run above is all that was tried`;
  const ran = await attempt(runQuery(client, declared.project, setting.location, run));
  if (large && ran.kind === "refusal" && ran.facts.reason === "bytesBilledLimitExceeded") {
    reporter.add(
      { ...subject, tried: "nothing" },
      "undetermined",
      `Whether a query of ${target} runs is unknown: ${size}.`,
    );
    return undefined;
  }
  return reporter.judge(subject, ran, { ...tried, held: await heldAfter(context, base, ran) }, () =>
    large
      ? `A query of ${target} that reads no column ran; ${size}.`
      : `A query of ${target} ran, and returned no rows, as asked.`,
  );
}

/** What the key holds of the table, asked only after a refusal: what it holds is not what it lacks, whatever the words. */
async function heldAfter<T>(
  { client }: CheckContext,
  base: string,
  attempted: Attempt<T>,
): Promise<readonly string[]> {
  if (attempted.kind !== "refusal" || attempted.facts.status !== 403) return [];
  const on = { api: "bigquery", path: `${base}:testIamPermissions` } as const;
  const held = await attempt(testPermissions(client, on, ["bigquery.tables.get", "bigquery.tables.getData"]));
  return held.kind === "answer" ? [...held.value] : [];
}

/** Hidden rows look deleted to a sync: https://cloud.google.com/bigquery/docs/row-level-security-intro */
async function checkRowAccess(
  { client, reporter, declared, setting }: CheckContext,
  base: string,
  target: string,
  job: string | undefined,
): Promise<void> {
  const subject = { id: "source.row-access", target, tried: "jobs.get of the query above" } as const;
  const asked =
    job === undefined
      ? undefined
      : await attempt(rowAccessApplied(client, declared.project, setting.location, job));
  const applied = asked?.kind === "answer" ? asked.value : undefined;
  if (applied === false) return reporter.add(subject, "ok", `No row access policy is on ${target}.`);
  const names = applied === true ? await policyNames(client, base) : "";
  const found = applied === true ? `${target} has row access policies${names}` : "no query of it ran";
  reporter.add(
    subject,
    "undetermined",
    `Whether row access policies hide rows of ${target} is unknown: ${found}. Rows that they hide look deleted to a sync.`,
    {
      remedy: {
        commands: [`bq ls --row_access_policies ${shellWord(target.replace(".", ":"))}`],
        advice:
          "Ask with your own credentials. Add the account to the grantees of a policy whose filter is TRUE, if Segment should see all rows.",
      },
    },
  );
}

/** The policies' ids in brackets, where the key may list them, which it need not. */
async function policyNames(client: GoogleClient, base: string): Promise<string> {
  const asked = await attempt(
    client.request({ api: "bigquery", method: "GET", path: `${base}/rowAccessPolicies` }),
  );
  const ids = records(asked.kind === "answer" ? asked.value["rowAccessPolicies"] : []).flatMap(
    (policy) => text(record(policy["rowAccessPolicyReference"])["policyId"]) ?? [],
  );
  return ids.length === 0 ? "" : ` (${ids.join(", ")})`;
}

/**
 * Opens a read session on the first readable table, when Segment reads through the Storage API.
 *
 * By the HTTP mapping of the service's definition, since a gRPC client would be one more dependency:
 * https://cloud.google.com/bigquery/docs/reference/storage/rpc/google.cloud.bigquery.storage.v1
 */
export async function checkReadSession(context: CheckContext, tables: readonly TriedTable[]): Promise<void> {
  const { client, reporter, declared } = context;
  const table = tables.find(({ readable }) => readable);
  const target = table ? `${table.source.project}.${table.dataset}.${table.table}` : declared.project;
  const segment = { id: "read-session.create", target, tried: "BigQueryRead.CreateReadSession" } as const;
  if (!neededOnProject(declared).includes("bigquery.readsessions.create")) return;
  if (!table) {
    return reporter.add(
      { ...segment, tried: "nothing" },
      "undetermined",
      "No read session was opened: there is no table that the key may read.",
    );
  }
  const { project } = table.source;
  const opened = await attempt(
    client.request({
      api: "bigquerystorage",
      method: "POST",
      path: path`/v1/projects/${project}/datasets/${table.dataset}/tables/${table.table}`,
      body: {
        parent: `projects/${declared.project}`,
        readSession: {
          table: `projects/${project}/datasets/${table.dataset}/tables/${table.table}`,
          dataFormat: "AVRO",
        },
        maxStreamCount: 1,
      },
      safeToRepeat: true,
    }),
  );
  reporter.judge(
    segment,
    opened,
    {
      permissions: ["bigquery.readsessions.create"],
      scope: { kind: "project", project: declared.project },
      purpose: "project",
    },
    () => "The Storage API opened a read session; it ends by itself.",
  );
}
