import { path } from "../google/GoogleClient";
import type { ErrorFacts } from "../google/errors";
import { record, text, type JsonRecord } from "../google/json";
import { askedOnTable, ownAccess, testPermissions, withConditions } from "./held";
import { attempt, type Subject } from "./Reporter";
import type { CheckContext } from "./CheckContext";
import { judgeRefusal } from "./judgeRefusal";
import { judgeExpiration, judgeLocation } from "./judgeDataset";
import { datasetRemedy, grantRemedy } from "./remedies/grant";
import { neededOn, type Written } from "./written";

/**
 * What Segment needs of a dataset that it writes.
 *
 * @returns the dataset as the API shows it to the key; undefined where it is not there yet, or cannot be seen
 */
export async function checkWritten(context: CheckContext, written: Written): Promise<JsonRecord | undefined> {
  const { client, reporter, declared, setting } = context;
  const { kind, project, dataset } = written;
  const target = `${project}.${dataset}`;
  const scope = { kind: "dataset", project, dataset } as const;
  const subject: Subject = { id: `${kind}.dataset`, target, tried: "datasets.get" };
  const got = await attempt(
    client.request({
      api: "bigquery",
      method: "GET",
      path: path`/bigquery/v2/projects/${project}/datasets/${dataset}`,
      query: withConditions,
    }),
  );
  const absent = got.kind === "refusal" && (got.facts.status === 404 || got.facts.status === 403);
  if (absent && kind === "state" && declared.segmentCreatesStateDataset) {
    reporter.add(
      subject,
      "ok",
      `${target} does not exist yet, or the key may not see it: Segment makes it, in ${setting.location}.`,
    );
    return undefined;
  }
  if (absent) {
    reportAbsent(context, subject, written, got.facts);
    return undefined;
  }
  const found = reporter.judge(
    subject,
    got,
    { permissions: ["bigquery.datasets.get"], scope, purpose: kind },
    () => `${target} is there.`,
  );
  if (!found) return undefined;
  const location = judgeLocation(found, target, setting.location);
  reporter.add({ ...subject, id: `${kind}.location` }, location.outcome, location.message, {
    remedy: location.remedy,
  });
  const expiration = judgeExpiration(found, written);
  reporter.add({ ...subject, id: `${kind}.expiration` }, expiration.outcome, expiration.message, {
    remedy: expiration.remedy,
  });
  await checkPermissions(context, written, found);
  return found;
}

/** A dataset that the key cannot see is perhaps not there: the remedy makes it unless it is, and grants what it takes. */
function reportAbsent(
  { reporter, setting }: CheckContext,
  subject: Subject,
  written: Written,
  facts: ErrorFacts,
): void {
  const { kind, project, dataset } = written;
  const remedy = datasetRemedy(setting, written);
  const judged = judgeRefusal(
    facts,
    {
      permissions: ["bigquery.datasets.get"],
      scope: { kind: "dataset", project, dataset },
      purpose: kind,
    },
    setting,
  );
  const about = judged.outcome === "missing" || facts.status === 404;
  const message =
    facts.status === 404 && about
      ? `${subject.target} does not exist, and Segment is not declared to make it: ${facts.message}`
      : judged.message;
  reporter.add(subject, judged.outcome, message, {
    permissions: judged.permissions,
    remedy: about ? remedy : judged.remedy,
  });
}

/** Without writing: from the project, the access list and a table that is there already. */
async function checkPermissions(context: CheckContext, written: Written, found: JsonRecord): Promise<void> {
  const { reporter, declared, setting } = context;
  const { kind, project, dataset } = written;
  const scope = { kind: "dataset", project, dataset } as const;
  const needed = neededOn(declared, written)
    .sort()
    // Reading the dataset has just shown it.
    .filter((permission) => permission !== "bigquery.datasets.get");
  const own = ownAccess(found, setting.email);
  const held = new Set([
    ...(project === declared.project ? (context.heldOnProject ?? []) : []),
    ...own.entries.flatMap(({ permissions, conditional }) => (conditional ? [] : (permissions ?? []))),
    ...(await heldOnATable(context, written)),
  ]);
  const unseen = needed.filter((permission) => !held.has(permission));
  const subject = {
    id: `${kind}.permissions`,
    target: `${project}.${dataset}`,
    tried: "the dataset's access list, projects.testIamPermissions, tables.testIamPermissions",
  } as const;
  if (unseen.length === 0) {
    reporter.add(subject, "ok", `The key holds ${needed.join(", ")}.`);
    return;
  }
  // A basic role reaches the dataset through a special group, which the key cannot see itself in.
  const certain = own.certain && !context.heldOnProject?.has("iam.serviceAccounts.actAs");
  const remedy = grantRemedy(setting, scope, unseen, kind);
  if (certain) {
    const message = `serviceAccount:${setting.email} lacks ${unseen.join(", ")} on dataset ${project}.${dataset}.`;
    reporter.add(subject, "missing", message, { permissions: unseen, remedy });
  } else {
    const how = context.write ? "the probe below shows it" : "--write shows it, by creating a probe table";
    reporter.add(
      subject,
      "undetermined",
      `Whether the key holds ${unseen.join(", ")} cannot be seen from outside; ${how}.`,
      {
        permissions: unseen,
      },
    );
  }
}

async function heldOnATable(
  { client }: CheckContext,
  { project, dataset }: Written,
): Promise<ReadonlySet<string>> {
  const base = path`/bigquery/v2/projects/${project}/datasets/${dataset}/tables`;
  const listed = await attempt(
    client.request({ api: "bigquery", method: "GET", path: base, query: { maxResults: "1" } }),
  );
  if (listed.kind !== "answer") return new Set();
  const held = new Set(["bigquery.tables.list"]);
  const [first] = Array.isArray(listed.value["tables"]) ? (listed.value["tables"] as unknown[]) : [];
  const table = text(record(record(first)["tableReference"])["tableId"]);
  if (table === undefined) return held;
  const on = { api: "bigquery", path: `${base}/${encodeURIComponent(table)}:testIamPermissions` } as const;
  const tested = await attempt(testPermissions(client, on, askedOnTable));
  return tested.kind === "answer" ? new Set([...held, ...tested.value]) : held;
}
