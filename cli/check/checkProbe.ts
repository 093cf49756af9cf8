import { randomBytes } from "node:crypto";
import { type GoogleClient, path } from "../google/GoogleClient";
import { attempt, type Attempt, type Subject } from "./Reporter";
import type { CheckContext } from "./CheckContext";
import type { CheckId } from "./result";
import { quoted, runQuery } from "./queries";
import { shellWord } from "../text";
import { neededOn, type Written } from "./written";

/** Milliseconds after which Google removes a probe table that the key could not remove itself. */
const lifetime = 60 * 60_000;

/** Creates, fills, reads, changes and removes a table in a dataset, as Segment would; only with --write. */
export async function checkProbe(context: CheckContext, written: Written): Promise<void> {
  const { client, reporter, write } = context;
  const { kind, project, dataset } = written;
  const target = `${project}.${dataset}`;
  if (!write) return;
  const table = `segment_check_${randomBytes(6).toString("hex")}`;
  const base = path`/bigquery/v2/projects/${project}/datasets/${dataset}/tables`;
  const scope = { kind: "dataset", project, dataset } as const;
  const step: Step = (id, permission, tried, work, message) =>
    reporter.judge(
      { id, target: `${target}.${table}`, tried },
      work,
      { permissions: [permission], scope, purpose: kind },
      () => message,
    ) !== undefined;

  const made = await create(client, base, {
    tableReference: { projectId: project, datasetId: dataset, tableId: table },
    schema: { fields: [{ name: "probe", type: "STRING" }] },
    expirationTime: String(Date.now() + lifetime),
  });
  const created = step(
    `${kind}.probe.create`,
    "bigquery.tables.create",
    "tables.insert",
    made,
    `Created the probe table ${table}.`,
  );
  // A lost answer does not say whether the table was created.
  if (created) await tryOut(context, written, table, step);
  if (created || made.kind === "none") await remove(context, written, table, created);
}

function create(client: GoogleClient, at: string, body: object): Promise<Attempt<unknown>> {
  const description = "Created by segment-bigquery check --write";
  return attempt(
    client.request({ api: "bigquery", method: "POST", path: at, body: { ...body, description } }),
  );
}

function tablePath(project: string, dataset: string, table: string): string {
  return path`/bigquery/v2/projects/${project}/datasets/${dataset}/tables/${table}`;
}

type Step = <T>(id: CheckId, permission: string, tried: string, work: Attempt<T>, message: string) => boolean;

/** Fills, reads and changes the table; stops between two requests when the command is to stop. */
async function tryOut(
  { client, declared, setting, stop }: CheckContext,
  { kind, project, dataset }: Written,
  table: string,
  step: Step,
): Promise<void> {
  const run = async (id: CheckId, permission: string, sql: string, message: string): Promise<void> => {
    if (stop.aborted) return;
    const work = await attempt(runQuery(client, declared.project, setting.location, sql, false));
    step(id, permission, `jobs.query ${sql}`, work, message);
  };
  const name = quoted(project, dataset, table);
  const insert = `INSERT INTO ${name} (probe) VALUES ('check')`;
  await run(`${kind}.probe.insert`, "bigquery.tables.updateData", insert, "Wrote a row.");
  await run(`${kind}.probe.read`, "bigquery.tables.getData", `SELECT probe FROM ${name} LIMIT 1`, "Read it.");
  if (stop.aborted) return;
  const body = { description: "Changed by segment-bigquery check --write" };
  const changed = await attempt(
    client.request({ api: "bigquery", method: "PATCH", path: tablePath(project, dataset, table), body }),
  );
  step(`${kind}.probe.update`, "bigquery.tables.update", "tables.patch", changed, "Changed the table.");
}

/** Syncs do not need tables.delete: without it the probe table expires by itself. */
async function remove(
  { client, reporter, declared }: CheckContext,
  written: Written,
  table: string,
  created: boolean,
): Promise<void> {
  const { kind, project, dataset } = written;
  const target = `${project}.${dataset}.${table}`;
  const one = tablePath(project, dataset, table);
  const subject: Subject = { id: `${kind}.probe.delete`, target, tried: "tables.delete" };
  const removed = await attempt(client.request({ api: "bigquery", method: "DELETE", path: one }));
  if (removed.kind === "answer") {
    const message = created
      ? "Removed the probe table."
      : "The probe table was created although the answer was lost; removed it.";
    return reporter.add(subject, "ok", message);
  }
  if (removed.kind === "refusal" && removed.facts.status === 404) {
    // Of a deletion whose answer was lost, the next try finds nothing.
    const message = created ? "Removed the probe table." : "The probe table was not created.";
    return reporter.add(subject, "ok", message);
  }
  const needed = neededOn(declared, written).includes("bigquery.tables.delete");
  const why = removed.kind === "none" ? removed.why : removed.facts.message;
  const refused = removed.kind === "refusal" && removed.facts.status === 403;
  if (refused && needed) {
    const scope = { kind: "dataset", project, dataset } as const;
    const wanted = { permissions: ["bigquery.tables.delete"], scope, purpose: kind };
    reporter.judge(subject, removed, wanted, () => undefined);
    return;
  }
  reporter.add(
    subject,
    refused ? "ok" : "undetermined",
    refused
      ? `The key may not remove tables, and need not; Google removes the probe table within ${lifetime / 60_000} minutes.`
      : `Whether the probe table was removed is unknown (${why}); Google removes it within ${lifetime / 60_000} minutes.`,
    {
      remedy: {
        commands: [`bq rm -f -t ${shellWord(target.replace(".", ":"))}`],
        advice: "Run it with your own credentials to remove it at once.",
      },
    },
  );
}

/**
 * Creates a dataset, tries a table in it, and removes both, as a product does that creates its own datasets; only with
 * --write. Google makes the creator of a dataset its owner.
 */
export async function checkDatasetProbe(context: CheckContext): Promise<void> {
  const { client, reporter, declared, setting, write } = context;
  if (!write) return;
  const { project } = declared;
  const dataset = `segment_check_${randomBytes(6).toString("hex")}`;
  const target = `${project}.${dataset}`;
  const subject: Subject = { id: "destination.probe.dataset", target, tried: "datasets.insert" };
  const base = path`/bigquery/v2/projects/${project}/datasets`;
  const made = await create(client, base, {
    datasetReference: { projectId: project, datasetId: dataset },
    location: setting.location,
    defaultTableExpirationMs: String(lifetime),
  });
  const scope = { kind: "project", project } as const;
  const wanted = { permissions: ["bigquery.datasets.create"], scope, purpose: "project" } as const;
  const created =
    reporter.judge(subject, made, wanted, () => `Created the dataset ${dataset}.`) !== undefined;
  if (created) await checkProbe(context, { kind: "destination", project, dataset });
  // A lost answer does not say whether the dataset was created.
  if (!created && made.kind !== "none") return;
  const removed = await attempt(
    client.request({
      api: "bigquery",
      method: "DELETE",
      path: `${base}/${dataset}`,
      query: { deleteContents: "true" },
    }),
  );
  const gone = removed.kind === "answer" || !(await isThere(context, `${base}/${dataset}`));
  if (gone)
    return reporter.add({ ...subject, tried: "datasets.delete" }, "ok", `Removed the dataset ${dataset}.`);
  const why = removed.kind === "none" ? removed.why : removed.facts.message;
  reporter.add(
    { ...subject, tried: "datasets.delete" },
    "undetermined",
    `Whether the dataset ${dataset} was removed is unknown (${why}).`,
    { remedy: { commands: [`bq rm -f -r -d ${shellWord(target.replace(".", ":"))}`] } },
  );
}

/** Whether a dataset that the key has created, and so may read, is still there. */
async function isThere({ client }: CheckContext, one: string): Promise<boolean> {
  const found = await attempt(client.request({ api: "bigquery", method: "GET", path: one }));
  return found.kind !== "refusal" || (found.facts.status !== 403 && found.facts.status !== 404);
}
