import { NoAnswer } from "../google/errors";
import { path, type GoogleClient } from "../google/GoogleClient";
import { isRecord, record, text } from "../google/json";

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
 * @returns the job's id
 * @throws NoAnswer when it still runs after half a minute
 */
export async function runQuery(
  client: GoogleClient,
  project: string,
  location: string,
  sql: string,
  safeToRepeat = true,
): Promise<string> {
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
      // A cached answer would tell nothing of the table as it is now.
      useQueryCache: false,
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
  return job ?? "";
}

/**
 * Whether a table that a query has read has row access policies; undefined if the job does not say.
 *
 * https://cloud.google.com/bigquery/docs/managing-row-level-security#job_statistics: the caller of the query sees it,
 * without any permission on policies.
 */
export async function rowAccessApplied(
  client: GoogleClient,
  project: string,
  location: string,
  job: string,
): Promise<boolean | undefined> {
  const found = await client.request({
    api: "bigquery",
    method: "GET",
    path: path`/bigquery/v2/projects/${project}/jobs/${job}`,
    query: { location },
  });
  if (!isRecord(found["statistics"])) return undefined;
  return record(found["statistics"]["rowLevelSecurityStatistics"])["rowLevelSecurityApplied"] === true;
}

/** A table's name as standard SQL quotes it. */
export function quoted(...parts: string[]): string {
  return `\`${parts.join(".")}\``;
}
