import { modelOperations, type ModelOperationName } from "../../policy/facts/modelOperations";
import { path } from "../google/GoogleClient";
import { record, records, text } from "../google/json";
import { ownAccess, withConditions } from "./held";
import { attempt } from "./Reporter";
import type { CheckContext, ModelRef } from "./CheckContext";
import { dryRun, quoted } from "./queries";
import { grantRemedy } from "./remedies/grant";

/**
 * The declared BigQuery ML operations of each model.
 *
 * Reading ones are tried; those that would change or delete something are told from the permissions held, for there
 * is no way to ask a model itself.
 */
export async function checkModels(context: CheckContext): Promise<void> {
  for (const ref of context.models) {
    if (context.stop.aborted) return;
    const model = await namedModel(context, ref);
    if (model === undefined) continue;
    await checkMetadata(context, model);
    for (const operation of model.operations) await checkOperation(context, model, operation);
  }
}

/** A model to try the operations on; none where the dataset holds none, or does not list them to the key. */
async function namedModel(
  { client, reporter }: CheckContext,
  ref: ModelRef,
): Promise<Required<ModelRef> | undefined> {
  const { project, dataset, model } = ref;
  if (model !== undefined) return { ...ref, model };
  const request = path`/bigquery/v2/projects/${project}/datasets/${dataset}/models`;
  const listed = await attempt(
    client.request({ api: "bigquery", method: "GET", path: request, query: { maxResults: "1" } }),
  );
  const first = listed.kind === "answer" ? records(listed.value["models"])[0] : undefined;
  const found = text(record(first?.["modelReference"])["modelId"]);
  if (found !== undefined) return { ...ref, model: found };
  const why =
    listed.kind === "answer"
      ? "it holds none"
      : `the key cannot list them (${listed.kind === "none" ? listed.why : listed.facts.message})`;
  reporter.add(
    { id: "model.get", target: `${project}.${dataset}`, tried: "models.list" },
    "undetermined",
    `No operation was tried on a model of ${project}.${dataset}: ${why}. Name one with --model.`,
  );
  return undefined;
}

async function checkMetadata(
  { client, reporter }: CheckContext,
  { project, dataset, model, operations }: Required<ModelRef>,
): Promise<void> {
  const target = `${project}.${dataset}.${model}`;
  const subject = { id: "model.get", target, tried: "models.get" } as const;
  if (!operations.includes("get")) return;
  const request = path`/bigquery/v2/projects/${project}/datasets/${dataset}/models/${model}`;
  reporter.judge(
    subject,
    await attempt(client.request({ api: "bigquery", method: "GET", path: request })),
    {
      permissions: ["bigquery.models.getMetadata"],
      scope: { kind: "dataset", project, dataset },
      purpose: "model",
    },
    () => `${target} is there, and its metadata can be read.`,
  );
}

async function checkOperation(
  context: CheckContext,
  ref: Required<ModelRef>,
  operation: ModelOperationName,
): Promise<void> {
  const { client, reporter, declared, setting } = context;
  const { project, dataset, model } = ref;
  const { permissions, what } = modelOperations[operation];
  const target = `${project}.${dataset}.${model}:${operation}`;
  const wanted = {
    permissions,
    scope: { kind: "dataset", project, dataset },
    purpose: "model",
    operation,
  } as const;
  if (operation === "get") return;
  if (operation === "evaluate" || operation === "predict") {
    // Weights instead of a prediction: its columns are the model's own affair, its permission is the same.
    const sql = `SELECT * FROM ML.TRAINING_INFO(MODEL ${quoted(project, dataset, model)}) LIMIT 0`;
    const tried = await attempt(dryRun(client, declared.project, setting.location, sql));
    reporter.judge(
      { id: "model.operation", target, tried: `jobs.query (dry run) ${sql}` },
      tried,
      wanted,
      () => `${what} would run on ${project}.${dataset}.${model}.`,
    );
    return;
  }
  if (operation === "list") {
    const request = path`/bigquery/v2/projects/${project}/datasets/${dataset}/models`;
    const tried = await attempt(client.request({ api: "bigquery", method: "GET", path: request }));
    reporter.judge(
      { id: "model.operation", target, tried: "models.list" },
      tried,
      wanted,
      () => `${what} works.`,
    );
    return;
  }
  await tellFromGrants(context, ref, operation, target);
}

async function tellFromGrants(
  context: CheckContext,
  ref: Required<ModelRef>,
  operation: ModelOperationName,
  target: string,
): Promise<void> {
  const { client, reporter, declared, setting } = context;
  const { project, dataset } = ref;
  const { permissions, what } = modelOperations[operation];
  const scope = { kind: "dataset", project, dataset } as const;
  const subject = {
    id: "model.operation",
    target,
    tried: "the dataset's access list and projects.testIamPermissions",
  } as const;
  const request = path`/bigquery/v2/projects/${project}/datasets/${dataset}`;
  const got = await attempt(
    client.request({ api: "bigquery", method: "GET", path: request, query: withConditions }),
  );
  const own = got.kind === "answer" ? ownAccess(got.value, setting.email) : { entries: [], certain: false };
  const held = new Set<string>([
    ...(project === declared.project ? (context.heldOnProject ?? []) : []),
    ...own.entries.flatMap((entry) => (entry.conditional ? [] : (entry.permissions ?? []))),
  ]);
  const unseen = permissions.filter((permission) => !held.has(permission));
  if (unseen.length === 0)
    return reporter.add(subject, "ok", `The key holds what ${what} needs: ${permissions.join(", ")}.`);
  const remedy = grantRemedy(setting, scope, unseen, "model", operation);
  if (own.certain && context.heldOnProject) {
    const message = `serviceAccount:${setting.email} lacks ${unseen.join(", ")} on dataset ${project}.${dataset}, for ${what}.`;
    return reporter.add(subject, "missing", message, { permissions: unseen, remedy });
  }
  const message = `Whether the key holds ${unseen.join(", ")} is unknown without running ${what}.`;
  reporter.add(subject, "undetermined", message, { permissions: unseen });
}
