import { randomBytes } from "node:crypto";
import { path } from "../google/GoogleClient";
import { attempt, type Attempt } from "./Reporter";
import type { CheckContext } from "./CheckContext";
import type { CheckId } from "./result";
import { quoted, runQuery } from "./queries";
import { shellWord } from "../text/shell";

/** Minutes after which Google removes a probe table that the key could not remove itself. */
const lifetime = 60;

/** Creates, fills, reads, changes and removes a table in the state dataset, as a sync would; only with --write. */
export async function checkProbe(context: CheckContext): Promise<void> {
  const { client, reporter, declared, write } = context;
  const { project, dataset } = declared.stateDataset;
  const target = `${project}.${dataset}`;
  if (!write) return;
  const table = `segment_check_${randomBytes(6).toString("hex")}`;
  const base = path`/bigquery/v2/projects/${project}/datasets/${dataset}/tables`;
  const scope = { kind: "dataset", project, dataset } as const;
  const step: Step = (id, permission, tried, work, message) =>
    reporter.judge(
      { id, target: `${target}.${table}`, tried },
      work,
      { permissions: [permission], scope, purpose: "state" },
      () => message,
    ) !== undefined;

  const made = await attempt(
    client.request({
      api: "bigquery",
      method: "POST",
      path: base,
      body: {
        tableReference: { projectId: project, datasetId: dataset, tableId: table },
        schema: { fields: [{ name: "probe", type: "STRING" }] },
        expirationTime: String(Date.now() + lifetime * 60_000),
        description: "Created by segment-bigquery check --write",
      },
    }),
  );
  const one = `${base}/${table}`;
  const created = step(
    "state.probe.create",
    "bigquery.tables.create",
    "tables.insert",
    made,
    `Created the probe table ${table}.`,
  );
  // A lost answer does not say whether the table was created.
  if (created) await tryOut(context, table, one, step);
  if (created || made.kind === "none") await remove(context, one, `${target}.${table}`, created);
}

type Step = <T>(id: CheckId, permission: string, tried: string, work: Attempt<T>, message: string) => boolean;

/** Fills, reads and changes the table; stops between two requests when the command is to stop. */
async function tryOut(context: CheckContext, table: string, one: string, step: Step): Promise<void> {
  const { client, declared, setting, stop } = context;
  const { project, dataset } = declared.stateDataset;
  const query = (sql: string): Promise<Attempt<unknown>> =>
    attempt(runQuery(client, declared.project, setting.location, sql, false));
  const name = quoted(project, dataset, table);
  const insert = `INSERT INTO ${name} (probe) VALUES ('check')`;
  if (stop.aborted) return;
  step(
    "state.probe.insert",
    "bigquery.tables.updateData",
    `jobs.query ${insert}`,
    await query(insert),
    "Wrote a row.",
  );
  const select = `SELECT probe FROM ${name} LIMIT 1`;
  if (stop.aborted) return;
  step(
    "state.probe.read",
    "bigquery.tables.getData",
    `jobs.query ${select}`,
    await query(select),
    "Read it.",
  );
  if (stop.aborted) return;
  const body = { description: "Changed by segment-bigquery check --write" };
  const changed = await attempt(client.request({ api: "bigquery", method: "PATCH", path: one, body }));
  step("state.probe.update", "bigquery.tables.update", "tables.patch", changed, "Changed the table.");
}

/** Segment does not need tables.delete, so that a key without it is fine: the table then goes by itself. */
async function remove(
  { client, reporter }: CheckContext,
  one: string,
  target: string,
  created: boolean,
): Promise<void> {
  const subject = { id: "state.probe.delete", target, tried: "tables.delete" } as const;
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
  const why = removed.kind === "none" ? removed.why : removed.facts.message;
  const expected = removed.kind === "refusal" && removed.facts.status === 403;
  reporter.add(
    subject,
    expected ? "ok" : "undetermined",
    expected
      ? `The key may not remove tables, and need not; Google removes the probe table within ${lifetime} minutes.`
      : `Whether the probe table was removed is unknown (${why}); Google removes it within ${lifetime} minutes.`,
    {
      remedy: {
        commands: [`bq rm -f -t ${shellWord(target.replace(".", ":"))}`],
        advice: "With your own credentials, to have it gone at once.",
      },
    },
  );
}
