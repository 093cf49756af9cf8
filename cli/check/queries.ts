import { path, type GoogleClient } from "../google/GoogleClient";
import { record, text, type JsonRecord } from "../google/json";

/** The least that Google bills for a query: nothing above it is run. https://cloud.google.com/bigquery/docs/best-practices-costs */
const leastBilled = String(10 * 1024 * 1024);

/** Asks whether a query would run, without running it; answers the bytes it would read. */
export async function dryRun(
  client: GoogleClient,
  project: string,
  location: string,
  sql: string,
): Promise<number> {
  const answer = await client.request({
    api: "bigquery",
    method: "POST",
    path: path`/bigquery/v2/projects/${project}/queries`,
    body: { query: sql, useLegacySql: false, dryRun: true, location },
    safeToRepeat: true,
  });
  return Number(text(answer["totalBytesProcessed"]) ?? 0);
}

/** Runs a query, but never one that would be billed above the least; jobs.query waits for the end. */
export async function runQuery(
  client: GoogleClient,
  project: string,
  location: string,
  sql: string,
  safeToRepeat = true,
): Promise<JsonRecord> {
  const answer = await client.request({
    api: "bigquery",
    method: "POST",
    path: path`/bigquery/v2/projects/${project}/queries`,
    body: { query: sql, useLegacySql: false, location, maximumBytesBilled: leastBilled, timeoutMs: 20_000 },
    safeToRepeat,
  });
  return record(answer);
}

/** A table's name as standard SQL quotes it. */
export function quoted(...parts: string[]): string {
  return `\`${parts.join(".")}\``;
}
