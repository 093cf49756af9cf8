import type { JsonRecord } from "../google/json";
import { text } from "../google/json";
import type { CheckResult } from "./result";

type Judgement = Pick<CheckResult, "outcome" | "message" | "remedy">;

/** Whether a dataset lies where Segment's queries run. */
export function judgeLocation(dataset: JsonRecord, name: string, location: string): Judgement {
  const actual = text(dataset["location"]) ?? "an unnamed location";
  if (actual.toUpperCase() === location.toUpperCase())
    return { outcome: "ok", message: `${name} is in ${actual}.` };
  return {
    outcome: "failed",
    message: `${name} is in ${actual}, but queries run in ${location}: one query reaches one location only.`,
    remedy: {
      stackConfig: `segment-bigquery:location: ${actual}`,
      advice: `Choose ${actual} as Segment's Data Location if all sources are there, or copy the dataset to ${location}; a dataset cannot be moved.`,
    },
  };
}

/** Whether Segment's state would be deleted by age: https://cloud.google.com/bigquery/docs/updating-datasets#table-expiration */
export function judgeExpiration(dataset: JsonRecord, project: string, id: string): Judgement {
  const found = [
    ["defaultTableExpirationMs", "tables", "--default_table_expiration 0"],
    ["defaultPartitionExpirationMs", "partitions", "--default_partition_expiration 0"],
  ].flatMap(([field = "", what = "", flag = ""]) => {
    const milliseconds = Number(text(dataset[field]) ?? 0);
    return milliseconds > 0 ? [{ what, flag, days: milliseconds / 86_400_000 }] : [];
  });
  if (found.length === 0)
    return { outcome: "ok", message: `Nothing in ${project}.${id} expires by default.` };
  const spans = found.map(
    ({ what, days }) =>
      `${what} after ${days >= 1 ? `${Math.round(days)} days` : `${Math.round(days * 24)} h`}`,
  );
  return {
    outcome: "failed",
    message: `${project}.${id} deletes ${spans.join(" and ")}: Segment would lose what it has synced, and sync it again.`,
    remedy: {
      stackConfig: "segment-bigquery:stateDataset: { mode: created }",
      commands: [`bq update ${found.map(({ flag }) => flag).join(" ")} ${project}:${id}`],
    },
  };
}
