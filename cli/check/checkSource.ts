import type { Declaration, SourceRef } from "../../policy/access/declaration";
import { products } from "../../policy/facts/products";
import { neededOfSource } from "./written";
import { browseScope, sourceScope } from "../../policy/access/needs";
import { path } from "../google/GoogleClient";
import { type JsonRecord, record, text } from "../google/json";
import { testPermissions, ownAccess, withConditions } from "./held";
import { attempt } from "./Reporter";
import type { CheckContext } from "./CheckContext";
import { checkTable, type TriedTable } from "./checkTable";
import { judgeLocation } from "./judgeDataset";
import { grantRemedy } from "./remedies/grant";

/** What was found of a source, for the checks of excess and of read sessions. */
export interface TriedSource {
  /** The dataset as the API shows it to the key, where it does. */
  dataset?: JsonRecord;
  tables: TriedTable[];
}

/** What Segment does with one source. A project is tried by its first dataset, a dataset by its first tables. */
export async function checkSource(context: CheckContext, source: SourceRef): Promise<TriedSource> {
  if (source.dataset !== undefined) return checkDataset(context, source, source.dataset);
  await checkWholeProject(context, source);
  const datasets = await listDatasets(context, source);
  const [first] = datasets;
  if (first === undefined) return { tables: [] };
  return checkDataset(context, source, first, datasets.length - 1);
}

async function listDatasets(
  { client, reporter, setting, declared }: CheckContext,
  source: SourceRef,
): Promise<string[]> {
  const { project } = source;
  const request = {
    api: "bigquery",
    path: path`/bigquery/v2/projects/${project}/datasets`,
    query: { maxResults: "1000" },
  } as const;
  const found = await attempt(client.list(request, "datasets"));
  const subject = { id: "source.dataset", target: project, tried: "datasets.list" } as const;
  const wanted = {
    permissions: ["bigquery.datasets.get"],
    scope: sourceScope(source),
    purpose: "source",
  } as const;
  const lists = neededOfSource(declared, source).includes("bigquery.datasets.get");
  if (!lists && (found.kind !== "answer" || found.value.length === 0)) {
    const message = `Whether queries in project ${project} run is unknown: ${titlesOf(declared)} lists no datasets, so the key need not, and which to query is not known.`;
    const remedy = { advice: "Name datasets or tables that Segment queries as sources." };
    reporter.add({ ...subject, id: "source.query" }, "undetermined", message, { remedy });
    return [];
  }
  const datasets = reporter.judge(subject, found, wanted, () => undefined);
  const here = (datasets ?? []).filter(
    ({ location }) => text(location)?.toUpperCase() === setting.location.toUpperCase(),
  );
  const names = (here.length > 0 ? here : (datasets ?? [])).flatMap(
    (one) => text(record(one["datasetReference"])["datasetId"]) ?? [],
  );
  if (datasets && names.length === 0) {
    reporter.add(
      subject,
      "failed",
      `The key sees no dataset in project ${project}: there is none, or it may see none, and Segment has nothing to read.`,
      {
        remedy: {
          advice: "Name datasets that hold tables as sources; see source.permissions for what is missing.",
        },
      },
    );
  }
  return names;
}

async function checkDataset(
  context: CheckContext,
  source: SourceRef,
  dataset: string,
  others = 0,
): Promise<TriedSource> {
  const { client, reporter, setting, declared } = context;
  const { project } = source;
  const target = `${project}.${dataset}`;
  const base = path`/bigquery/v2/projects/${project}/datasets/${dataset}`;
  const scope = browseScope(source);
  const needed = neededOfSource(declared, source);
  // What a product does not do is tried all the same, but a refusal of it is not a result.
  const judge: typeof reporter.judge = (subject, attempted, tried, whenAnswered) =>
    attempted.kind !== "answer" && tried.permissions.every((permission) => !needed.includes(permission))
      ? undefined
      : reporter.judge(subject, attempted, tried, whenAnswered);
  const got = judge(
    { id: "source.dataset", target, tried: "datasets.get" },
    await attempt(client.request({ api: "bigquery", method: "GET", path: base, query: withConditions })),
    { permissions: ["bigquery.datasets.get"], scope, purpose: "source" },
    () => `${target} is there${others > 0 ? `; ${others} more datasets of the project were not tried` : ""}.`,
  );
  if (got) {
    const { outcome, message, remedy } = judgeLocation(got, target, setting.location);
    reporter.add({ id: "source.location", target, tried: "datasets.get" }, outcome, message, { remedy });
  }
  const listed = judge(
    { id: "source.tables", target, tried: "tables.list" },
    await attempt(
      client.list({ api: "bigquery", path: `${base}/tables`, query: { maxResults: "1000" } }, "tables"),
    ),
    { permissions: ["bigquery.tables.list"], scope, purpose: "source" },
    (tables) =>
      tables.length > 0 || source.table !== undefined
        ? `The key lists the tables and views of ${target}: ${tables.length}.`
        : undefined,
  );
  const tables =
    source.table === undefined ? tableIds(listed ?? []).slice(0, context.tablesPerSource) : [source.table];
  if (source.table === undefined && listed?.length === 0) {
    const message = `${target} holds no table and no view: Segment has nothing to read there, and whether it could was not tried.`;
    const advice = "Check again when the first table is there, or name another source.";
    reporter.add({ id: "source.tables", target, tried: "tables.list" }, "failed", message, {
      remedy: { advice },
    });
  }
  if (source.table === undefined && listed === undefined && !needed.includes("bigquery.tables.list")) {
    const message = `Whether queries of ${target} run is unknown: ${titlesOf(declared)} lists no tables, so the key need not, and which to query is not known.`;
    const advice = "Name tables that Segment queries as sources: project.dataset.table.";
    reporter.add({ id: "source.query", target, tried: "tables.list" }, "undetermined", message, {
      remedy: { advice },
    });
  }
  const tried: TriedTable[] = [];
  for (const table of tables)
    if (!context.stop.aborted) tried.push(await checkTable(context, source, dataset, table));
  const left = (listed?.length ?? 0) - tables.length;
  if (source.table === undefined && left > 0) {
    const reached = reachesAll(context, source, got);
    reporter.add(
      { id: "source.dry-run", target, tried: "what is granted on the dataset and the project" },
      reached ? "ok" : "undetermined",
      reached
        ? `${left} more tables and views of ${target} were not queried one by one; what the account holds on the dataset or the project reaches them.`
        : `Whether the key reads ${left} more tables and views of ${target} is unknown: they were not tried, and the access list does not tell (--tables says how many are tried).`,
    );
  }
  return { ...(got && { dataset: got }), tables: tried };
}

/** Whether what is granted above the tables lets the key read every one. */
function reachesAll(
  { declared, heldOnProject, setting }: CheckContext,
  source: SourceRef,
  dataset: JsonRecord | undefined,
): boolean {
  const own = dataset ? ownAccess(dataset, setting.email).entries : [];
  const held = new Set([
    ...(source.project === declared.project ? (heldOnProject ?? []) : []),
    ...own.flatMap(({ permissions = [], conditional }) => (conditional ? [] : permissions)),
  ]);
  return neededOfSource(declared, source).every((permission) => held.has(permission));
}

function titlesOf({ products: names }: Declaration): string {
  return names.map((name) => products[name].title).join(" and ");
}

function tableIds(tables: readonly JsonRecord[]): string[] {
  return tables.flatMap((table) => text(record(table["tableReference"])["tableId"]) ?? []);
}

/**
 * Whether a source that is a whole project can be read as a whole.
 *
 * Its first dataset says little about the others: what is granted on the project itself says all.
 */
async function checkWholeProject(context: CheckContext, source: SourceRef): Promise<void> {
  const { client, reporter, setting, declared } = context;
  const { project } = source;
  const needed = neededOfSource(declared, source);
  const subject = {
    id: "source.permissions",
    target: project,
    tried: "projects.testIamPermissions",
  } as const;
  const wanted = { permissions: needed, scope: sourceScope(source), purpose: "source" } as const;
  const on = {
    api: "cloudresourcemanager",
    path: path`/v1/projects/${project}` + ":testIamPermissions",
  } as const;
  const known = project === declared.project ? context.heldOnProject : undefined;
  const asked = await attempt(known ? Promise.resolve(known) : testPermissions(client, on, needed));
  const held = reporter.judge(subject, asked, wanted, (answer) =>
    needed.every((permission) => answer.has(permission))
      ? `The key may read all of project ${project}.`
      : undefined,
  );
  const missing = held ? needed.filter((permission) => !held.has(permission)) : [];
  if (missing.length === 0) return;
  const message = `serviceAccount:${setting.email} lacks ${missing.join(", ")} on project ${project}.`;
  const remedy = grantRemedy(setting, wanted.scope, missing, "source");
  reporter.add(subject, "missing", message, { permissions: missing, remedy });
}
