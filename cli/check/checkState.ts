import { needs } from "../../policy/access/needs";
import { path } from "../google/GoogleClient";
import type { ErrorFacts } from "../google/errors";
import { record, text, type JsonRecord } from "../google/json";
import { askedOnTable, ownAccess, testPermissions, withConditions } from "./held";
import { attempt, type Subject } from "./Reporter";
import type { CheckContext } from "./CheckContext";
import { judgeRefusal } from "./judgeRefusal";
import { judgeExpiration, judgeLocation } from "./judgeDataset";
import { grantRemedy, stateDatasetRemedy } from "./remedies/grant";

/** What is known of the state dataset, for the checks that follow. */
export interface FoundState {
  /** The dataset as the API shows it to the key. */
  dataset: JsonRecord;
}

/** Where Segment keeps what it has synced; undefined where it is not there yet, or cannot be seen. */
export async function checkState(context: CheckContext): Promise<FoundState | undefined> {
  const { client, reporter, declared, setting } = context;
  const { project, dataset } = declared.stateDataset;
  const target = `${project}.${dataset}`;
  const scope = { kind: "dataset", project, dataset } as const;
  const subject = { id: "state.dataset", target, tried: "datasets.get" } as const;
  const got = await attempt(
    client.request({
      api: "bigquery",
      method: "GET",
      path: path`/bigquery/v2/projects/${project}/datasets/${dataset}`,
      query: withConditions,
    }),
  );
  const absent = got.kind === "refusal" && (got.facts.status === 404 || got.facts.status === 403);
  if (absent && declared.segmentCreatesStateDataset) {
    reporter.add(
      subject,
      "ok",
      `${target} does not exist yet, or the key may not see it: Segment makes it, in ${setting.location}.`,
    );
    return undefined;
  }
  if (absent) {
    reportAbsent(context, subject, got.facts);
    return undefined;
  }
  const found = reporter.judge(
    subject,
    got,
    { permissions: ["bigquery.datasets.get"], scope, purpose: "state" },
    () => `${target} is there.`,
  );
  if (!found) return undefined;
  const location = judgeLocation(found, target, setting.location);
  reporter.add({ ...subject, id: "state.location" }, location.outcome, location.message, {
    remedy: location.remedy,
  });
  const expiration = judgeExpiration(found, project, dataset);
  reporter.add({ ...subject, id: "state.expiration" }, expiration.outcome, expiration.message, {
    remedy: expiration.remedy,
  });
  await checkPermissions(context, found);
  return { dataset: found };
}

/** A dataset that the key cannot see is perhaps not there: the remedy makes it unless it is, and grants what it takes. */
function reportAbsent({ reporter, setting }: CheckContext, subject: Subject, facts: ErrorFacts): void {
  const remedy = stateDatasetRemedy(setting);
  const judged = judgeRefusal(
    facts,
    {
      permissions: ["bigquery.datasets.get"],
      scope: { kind: "dataset", ...setting.declared.stateDataset },
      purpose: "state",
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
async function checkPermissions(context: CheckContext, found: JsonRecord): Promise<void> {
  const { reporter, declared, setting } = context;
  const { project, dataset } = declared.stateDataset;
  const scope = { kind: "dataset", project, dataset } as const;
  const needed = needs(declared)
    .filter(({ at }) => at === "state")
    .map(({ permission }) => permission)
    .sort()
    // Reading the dataset has just shown it.
    .filter((permission) => permission !== "bigquery.datasets.get");
  const own = ownAccess(found, setting.email);
  const held = new Set([
    ...(project === declared.project ? (context.heldOnProject ?? []) : []),
    ...own.entries.flatMap(({ permissions, conditional }) => (conditional ? [] : (permissions ?? []))),
    ...(await heldOnATable(context)),
  ]);
  const unseen = needed.filter((permission) => !held.has(permission));
  const subject = {
    id: "state.permissions",
    target: `${project}.${dataset}`,
    tried: "the dataset's access list, projects.testIamPermissions, tables.testIamPermissions",
  } as const;
  if (unseen.length === 0) {
    reporter.add(subject, "ok", `The key holds ${needed.join(", ")}.`);
    return;
  }
  // A basic role reaches the dataset through a special group, which the key cannot see itself in.
  const certain = own.certain && !context.heldOnProject?.has("iam.serviceAccounts.actAs");
  const remedy = grantRemedy(setting, scope, unseen, "state");
  if (certain) {
    const message = `serviceAccount:${setting.email} lacks ${unseen.join(", ")} on dataset ${project}.${dataset}.`;
    reporter.add(subject, "missing", message, { permissions: unseen, remedy });
  } else {
    const how = context.write ? "the probe below tells" : "--write tells, by making a probe table";
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

async function heldOnATable({ client, declared }: CheckContext): Promise<ReadonlySet<string>> {
  const { project, dataset } = declared.stateDataset;
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
