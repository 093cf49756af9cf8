import { randomBytes } from "node:crypto";
import { path } from "../google/GoogleClient";
import { record, text } from "../google/json";
import { attempt, type Attempt } from "./attempt";
import type { CheckContext } from "./CheckContext";
import type { CheckId } from "./checkIds";
import { quoted, runQuery } from "./queries";

/** Minutes after which Google removes a probe table that the key could not remove itself. */
const lifetime = 60;

/** Makes, fills, reads, changes and removes a table in the state dataset, as a sync would; only with --write. */
export async function checkProbe(context: CheckContext): Promise<void> {
  const { client, reporter, declared, setting, write } = context;
  const { project, dataset } = declared.stateDataset;
  const target = `${project}.${dataset}`;
  if (!write) {
    const message = "Nothing is written without --write, so that only what is granted could be looked at.";
    reporter.add({ id: "state.probe.create", target, tried: "nothing" }, "skipped", message);
    return;
  }
  const table = `segment_check_${randomBytes(6).toString("hex")}`;
  const base = path`/bigquery/v2/projects/${project}/datasets/${dataset}/tables`;
  const scope = { kind: "dataset", project, dataset } as const;
  const step = <T>(
    id: CheckId,
    permission: string,
    tried: string,
    work: Attempt<T>,
    message: string,
  ): boolean =>
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
        description: "Made by segment-bigquery check --write",
      },
    }),
  );
  if (
    !step(
      "state.probe.create",
      "bigquery.tables.create",
      "tables.insert",
      made,
      `Made the probe table ${table}.`,
    )
  )
    return;

  const query = (sql: string): Promise<Attempt<unknown>> =>
    attempt(runQuery(client, declared.project, setting.location, sql, false));
  const name = quoted(project, dataset, table);
  const insert = `INSERT INTO ${name} (probe) VALUES ('check')`;
  step(
    "state.probe.insert",
    "bigquery.tables.updateData",
    `jobs.query ${insert}`,
    await query(insert),
    "Wrote a row.",
  );
  const select = `SELECT probe FROM ${name} LIMIT 1`;
  step(
    "state.probe.read",
    "bigquery.tables.getData",
    `jobs.query ${select}`,
    await query(select),
    "Read it.",
  );
  const one = `${base}/${table}`;
  const body = { description: "Changed by segment-bigquery check --write" };
  const changed = await attempt(client.request({ api: "bigquery", method: "PATCH", path: one, body }));
  step("state.probe.update", "bigquery.tables.update", "tables.patch", changed, "Changed the table.");
  await remove(context, one, `${target}.${table}`);
}

/** Segment does not need tables.delete, so that a key without it is fine: the table then goes by itself. */
async function remove({ client, reporter }: CheckContext, one: string, target: string): Promise<void> {
  const segment = { id: "state.probe.delete", target, tried: "tables.delete" } as const;
  const removed = await attempt(client.request({ api: "bigquery", method: "DELETE", path: one }));
  if (removed.kind === "answer") return reporter.add(segment, "ok", "Removed the probe table.");
  const why = removed.kind === "none" ? removed.why : text(record(removed.facts)["message"]);
  const expected = removed.kind === "refusal" && removed.facts.status === 403;
  reporter.add(
    segment,
    expected ? "ok" : "warning",
    expected
      ? `The key may not remove tables, and need not; Google removes the probe table within ${lifetime} minutes.`
      : `The probe table was not removed (${why}); Google removes it within ${lifetime} minutes.`,
    {
      remedy: {
        commands: [`bq rm -f -t ${target.replace(".", ":")}`],
        advice: "With your own credentials, to have it gone at once.",
      },
    },
  );
}
