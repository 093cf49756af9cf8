import type { SourceRef } from "../../policy/access/declaration";
import { sourceScope } from "../../policy/access/needs";
import { path } from "../google/GoogleClient";
import { record, records, text } from "../google/json";
import type { CheckContext } from "./CheckContext";
import { attempt } from "./attempt";
import { dryRun, quoted, runQuery } from "./queries";

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
  const segment = { id: "source.row-access", target, tried: "rowAccessPolicies.list" } as const;
  const asked = await attempt(
    client.request({ api: "bigquery", method: "GET", path: `${base}/rowAccessPolicies` }),
  );
  const colon = target.replace(".", ":");
  if (asked.kind !== "answer") {
    const why = asked.kind === "none" ? asked.why : "the key may not list row access policies, and need not";
    reporter.add(
      segment,
      "unknown",
      `Whether row access policies hide rows of ${target} cannot be told: ${why}.`,
      {
        remedy: { gcloud: `bq ls --row_access_policies ${colon}`, advice: "Ask with your own credentials." },
      },
    );
    return;
  }
  const policies = records(asked.value["rowAccessPolicies"]);
  if (policies.length === 0) reporter.add(segment, "ok", `${target} has no row access policies.`);
  else {
    const names = policies.map(
      (policy) => text(record(policy["rowAccessPolicyReference"])["policyId"]) ?? "one without a name",
    );
    reporter.add(
      segment,
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
