import type { JsonRecord } from "../google/json";
import { text } from "../google/json";
import type { CheckResult } from "./result";
import type { Written } from "./written";

type Judgement = Pick<CheckResult, "outcome" | "message" | "remedy">;

/** Whether a dataset is where Segment's queries run. */
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

/** Whether what Segment writes would be deleted by age: https://cloud.google.com/bigquery/docs/updating-datasets#table-expiration */
export function judgeExpiration(found: JsonRecord, { kind, project, dataset: id }: Written): Judgement {
  const set = [
    ["defaultTableExpirationMs", "tables", "--default_table_expiration 0"],
    ["defaultPartitionExpirationMs", "partitions", "--default_partition_expiration 0"],
  ].flatMap(([field = "", what = "", flag = ""]) => {
    const milliseconds = Number(text(found[field]) ?? 0);
    return milliseconds > 0 ? [{ what, flag, days: milliseconds / 86_400_000 }] : [];
  });
  if (set.length === 0) return { outcome: "ok", message: `Nothing in ${project}.${id} expires by default.` };
  const spans = set.map(
    ({ what, days }) =>
      `${what} after ${days >= 1 ? `${Math.round(days)} days` : `${Math.round(days * 24)} h`}`,
  );
  return {
    outcome: "failed",
    message: `${project}.${id} deletes ${spans.join(" and ")}: ${losses[kind]}.`,
    remedy: {
      ...(kind === "state" && { stackConfig: "segment-bigquery:stateDataset: { mode: created }" }),
      commands: [`bq update ${set.map(({ flag }) => flag).join(" ")} ${project}:${id}`],
    },
  };
}

const losses: Record<Written["kind"], string> = {
  state: "Segment would lose what it has synced, and sync it again",
  destination: "what Segment has loaded would be lost",
};
