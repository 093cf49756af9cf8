import { NoAnswer } from "../google/errors";
import { path, type GoogleClient } from "../google/GoogleClient";
import { record, text } from "../google/json";

/** The least that Google bills for a query: nothing above it is run. https://cloud.google.com/bigquery/docs/best-practices-costs */
export const leastBilled = 10 * 1024 * 1024;

/** Milliseconds for which one request waits for a query's end. */
const patience = 10_000;

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

/**
 * Runs a query to its end, but never one that would be billed above the least.
 *
 * @throws NoAnswer when it still runs after half a minute
 */
export async function runQuery(
  client: GoogleClient,
  project: string,
  location: string,
  sql: string,
  safeToRepeat = true,
): Promise<void> {
  const base = path`/bigquery/v2/projects/${project}/queries`;
  let answer = await client.request({
    api: "bigquery",
    method: "POST",
    path: base,
    body: {
      query: sql,
      useLegacySql: false,
      location,
      maximumBytesBilled: String(leastBilled),
      timeoutMs: patience,
    },
    safeToRepeat,
  });
  const job = text(record(answer["jobReference"])["jobId"]);
  for (let asked = 1; answer["jobComplete"] === false; asked++) {
    if (asked === 3 || job === undefined) throw new NoAnswer("jobs.query", "the query has not ended");
    const query = { location, timeoutMs: String(patience), maxResults: "0" };
    answer = await client.request({
      api: "bigquery",
      method: "GET",
      path: `${base}/${encodeURIComponent(job)}`,
      query,
    });
  }
}

/** A table's name as standard SQL quotes it. */
export function quoted(...parts: string[]): string {
  return `\`${parts.join(".")}\``;
}
