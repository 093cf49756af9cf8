import type { SourceRef } from "../../policy/access/declaration";
import { sourceScope } from "../../policy/access/needs";
import { path } from "../google/GoogleClient";
import { record, records, text } from "../google/json";
import { attempt, type Attempt } from "./Reporter";
import type { CheckContext } from "./CheckContext";
import { dryRun, leastBilled, quoted, runQuery } from "./queries";
import { testPermissions } from "./held";

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
  reporter.judge(
    { id: "source.table", target, tried: "tables.get" },
    await attempt(client.request({ api: "bigquery", method: "GET", path: base })),
    { permissions: ["bigquery.tables.get"], scope, purpose: "source" },
    (got) =>
      `${target} is a ${text(got["type"])?.toLowerCase().replaceAll("_", " ") ?? "table"}; its metadata can be read.`,
  );
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
    const subject = { id: "source.query", target, tried: `jobs.query ${sql}` } as const;
    if (bytes > leastBilled) {
      const message = `A query of ${target} was not run, because it would be billed (${bytes} bytes); the dry run above is all that was tried.`;
      reporter.add({ ...subject, tried: "nothing" }, "skipped", message);
    } else {
      const ran = await attempt(runQuery(client, declared.project, setting.location, sql));
      reporter.judge(
        subject,
        ran,
        { ...tried, held: await heldAfter(context, base, ran) },
        () => `A query of ${target} ran, and returned no rows, as asked.`,
      );
    }
    await checkRowAccess(context, base, target);
  }
  return { source, dataset, table, readable: bytes !== undefined };
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
  { client, reporter }: CheckContext,
  base: string,
  target: string,
): Promise<void> {
  const subject = { id: "source.row-access", target, tried: "rowAccessPolicies.list" } as const;
  const asked = await attempt(
    client.request({ api: "bigquery", method: "GET", path: `${base}/rowAccessPolicies` }),
  );
  if (asked.kind !== "answer") {
    const why = asked.kind === "none" ? asked.why : "the key may not list row access policies, and need not";
    const message = `Whether row access policies hide rows of ${target} is unknown: ${why}.`;
    const commands = [`bq ls --row_access_policies ${target.replace(".", ":")}`];
    reporter.add(subject, "unknown", message, {
      remedy: { commands, advice: "Ask with your own credentials." },
    });
    return;
  }
  const policies = records(asked.value["rowAccessPolicies"]);
  if (policies.length === 0) return reporter.add(subject, "ok", `${target} has no row access policies.`);
  const names = policies.map(
    (policy) => text(record(policy["rowAccessPolicyReference"])["policyId"]) ?? "one without a name",
  );
  const message = `${target} has row access policies (${names.join(", ")}): rows that they hide look deleted to a sync.`;
  const advice =
    "Add the account to the grantees of a policy whose filter is TRUE, if Segment is to see all rows.";
  reporter.add(subject, "warning", message, { remedy: { advice } });
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
  if (declared.readApi !== "STORAGE") {
    return reporter.add(
      { ...segment, tried: "nothing" },
      "skipped",
      "Segment reads through the REST API (--read-api rest).",
    );
  }
  if (!table) {
    return reporter.add(
      { ...segment, tried: "nothing" },
      "skipped",
      "There is no table that the key may read.",
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
