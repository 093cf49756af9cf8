import { ActionRefused } from "../errors";
import { NoAnswer } from "../google/errors";
import { SegmentRefusal } from "../segment/SegmentClient";
import type { Source, SyncStatus } from "../segment/api";
import { type ConnectContext, waitUntil } from "./ConnectContext";
import type { Outcome } from "./outcome";

/** Recognizable in Segment, so that one that is left behind is found and removed by the next run. */
const modelName = "segment-bigquery connect: test, to be removed";

/**
 * Makes a model on the source, runs it where a destination's subscription is named, and removes it.
 *
 * Without a subscription no model of Segment's extracts anything; the outcome says so.
 *
 * @throws ActionRefused where the extraction failed, SegmentRefusal, NoAnswer
 */
export async function testModel(context: ConnectContext, source: Source, query: string): Promise<Outcome> {
  const { subscription } = context.options.test;
  const removed = await removeAll(context, source);
  const id = await make(context, source, query);
  // Removed whatever comes of the test; where both fail, the test's failure is told, and the next run removes it.
  const tried = await (
    subscription === undefined
      ? Promise.resolve(nothingExtracted)
      : extract(context, source, id, subscription)
  ).catch(async (error: unknown) => {
    await remove(context, id).catch(() => undefined);
    throw error;
  });
  await remove(context, id);
  return {
    done: [...removed, tried, "The test model was removed."],
    left: [],
    next: [],
    requests: [],
    data: { test: tried },
  };
}

const nothingExtracted =
  "Segment took the test model. It extracted nothing: a model runs only for a destination's subscription (--test-subscription).";

async function make({ segment, options }: ConnectContext, source: Source, query: string): Promise<string> {
  const model = {
    sourceId: source.id,
    name: modelName,
    description:
      "Created by segment-bigquery connect --test-model to try the connection; removed when it ends.",
    // Enabled only where it is to run: an enabled model syncs to whatever subscribes to it.
    enabled: options.test.subscription !== undefined,
    query,
    queryIdentifierColumn: options.test.column,
  };
  return segment.createModel(model).catch(async (error: unknown) => {
    // After a lost answer the model may be there although its id is not known.
    if (error instanceof NoAnswer) await removeAll({ segment }, source).catch(() => undefined);
    throw error;
  });
}

async function removeAll({ segment }: Pick<ConnectContext, "segment">, source: Source): Promise<string[]> {
  const left = await segment.modelsNamed(modelName, source.id);
  for (const id of left) await segment.deleteModel(id);
  return left.map((id) => `Removed the test model ${id} of an earlier run.`);
}

async function remove({ segment }: ConnectContext, id: string): Promise<void> {
  await segment.deleteModel(id).catch((error: unknown) => {
    if (error instanceof SegmentRefusal && error.facts.status === 404) return;
    const why = error instanceof SegmentRefusal || error instanceof NoAnswer ? error.message : String(error);
    throw new ActionRefused(`The test model ${id} is still in Segment: ${why}`, [
      `Remove the model "${modelName}" from the source in Segment, or run the same again.`,
    ]);
  });
}

async function extract(
  { segment, options, pause }: ConnectContext,
  source: Source,
  modelId: string,
  subscriptionId: string,
): Promise<string> {
  const syncId = await segment.startSync({ sourceId: source.id, modelId, subscriptionId });
  const { seen, there } = await waitUntil(
    () => segment.syncStatus(modelId, syncId),
    ({ syncStatus }) => syncStatus !== "" && syncStatus !== "IN_PROGRESS",
    { pause, limit: options.wait * 1000 },
  );
  if (!there)
    throw new ActionRefused(
      `The extraction of the test model (sync ${syncId}) has not ended after ${options.wait} seconds.`,
      ["Give it longer with --wait."],
    );
  const failed = failure(seen);
  if (failed !== undefined)
    throw new ActionRefused(`The extraction of the test model failed: ${failed}.`, []);
  return `The test model's sync ended with ${seen.syncStatus}; ${seen.extracted ?? "an unknown number of"} rows were extracted.`;
}

/** Why nothing could be extracted; the connection works even if a destination refuses rows. */
function failure({
  syncStatus,
  error,
  errorCode,
  extracted,
  extractErrorCode,
}: SyncStatus): string | undefined {
  if (extractErrorCode !== undefined) return [extractErrorCode, error].filter(Boolean).join(": ");
  if (syncStatus !== "FAIL" || extracted !== undefined) return undefined;
  return [errorCode, error].filter(Boolean).join(": ") || "Segment gives no reason";
}
