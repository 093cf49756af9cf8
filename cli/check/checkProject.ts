import type { Declaration } from "../../policy/access/declaration";
import { rowsFor } from "../../policy/facts/needs";
import { neededOnProject } from "./written";
import { path } from "../google/GoogleClient";
import { record, text } from "../google/json";
import type { CheckContext } from "./CheckContext";
import { askedOnProject, testPermissions } from "./held";
import { attempt } from "./Reporter";
import { dryRun } from "./queries";
import { grantRemedy } from "./remedies/grant";

/** What Segment needs on the project: permissions held, a query, the datasets that the key sees. */
export async function checkProject(context: CheckContext): Promise<void> {
  await checkPermissions(context);
  const { declared } = context;
  if (neededOnProject(declared).includes("bigquery.jobs.create")) await checkQuery(context);
  if (lists(declared)) await checkDatasets(context);
}

async function checkQuery({ client, reporter, declared, setting }: CheckContext): Promise<void> {
  const { project } = declared;
  const scope = { kind: "project", project } as const;
  reporter.judge(
    { id: "project.query", target: project, tried: `jobs.query (dry run) SELECT 1 in ${setting.location}` },
    await attempt(dryRun(client, project, setting.location, "SELECT 1")),
    { permissions: ["bigquery.jobs.create"], scope, purpose: "project" },
    () => `A query can run in ${project}, location ${setting.location}.`,
  );
}

/** Whether a product lists datasets: Reverse ETL does not, nor do those that write. */
function lists(declared: Declaration): boolean {
  return rowsFor(declared).some(({ at }) => at === "browse");
}

async function checkPermissions(context: CheckContext): Promise<void> {
  const { client, reporter, declared, setting } = context;
  const { project } = declared;
  const scope = { kind: "project", project } as const;
  const segment = {
    id: "project.permissions",
    target: project,
    tried: "projects.testIamPermissions",
  } as const;
  const on = {
    api: "cloudresourcemanager",
    path: path`/v1/projects/${project}` + ":testIamPermissions",
  } as const;
  const asked = await attempt(testPermissions(client, on, askedOnProject));
  const needed = neededOnProject(declared);
  const held = reporter.judge(segment, asked, { permissions: [], scope, purpose: "project" }, (answer) => {
    context.heldOnProject = answer;
    if (needed.length === 0) return "Segment's products need nothing there that counts as missing.";
    return needed.every((permission) => answer.has(permission))
      ? `The key holds ${needed.join(", ")}.`
      : undefined;
  });
  const missing = held ? needed.filter((permission) => !held.has(permission)) : [];
  if (missing.length === 0) return;
  reporter.add(
    segment,
    "missing",
    `serviceAccount:${setting.email} lacks ${missing.join(", ")} on project ${project}.`,
    { permissions: missing, remedy: grantRemedy(setting, scope, missing, "project") },
  );
}

async function checkDatasets({ client, reporter, declared }: CheckContext): Promise<void> {
  const projects = new Set([
    declared.stateDataset.project,
    ...(declared.sources ?? []).map(({ project }) => project),
  ]);
  for (const project of projects) {
    const scope = { kind: "project", project } as const;
    const wanted = [
      ...(declared.sources ?? []),
      ...(declared.segmentCreatesStateDataset ? [] : [declared.stateDataset]),
    ].flatMap((source) =>
      source.project === project && source.dataset !== undefined ? [source.dataset] : [],
    );
    const listing = client.list(
      {
        api: "bigquery",
        path: path`/bigquery/v2/projects/${project}/datasets`,
        query: { all: "true", maxResults: "1000" },
      },
      "datasets",
    );
    const segment = { id: "project.datasets", target: project, tried: "datasets.list (all)" } as const;
    const found = reporter.judge(
      segment,
      await attempt(listing),
      { permissions: ["bigquery.datasets.get"], scope, purpose: "source" },
      () => undefined,
    );
    if (!found) continue;
    const seen = new Set(found.map((dataset) => text(record(dataset["datasetReference"])["datasetId"])));
    const unseen = [...new Set(wanted)].filter((dataset) => !seen.has(dataset));
    // Of an unseen one its own check says whether it is missing or does not exist.
    if (unseen.length === 0) reporter.add(segment, "ok", `The key sees ${seen.size} datasets in ${project}.`);
  }
}
