import { bigQuerySource, bigQueryWarehouse } from "../segment/api";
import type { ConnectContext } from "./ConnectContext";
import { connectSource } from "./connectSource";
import { connectWarehouse } from "./connectWarehouse";
import type { Outcome } from "./outcome";
import { sourceSettings, warehouseSettings, type Wanted } from "./settings";
import { testModel } from "./testModel";
import { updateCredential } from "./updateCredential";

/**
 * Gives Segment what it needs, in order: the shared credential, the source or warehouse, the test.
 *
 * @throws Stopped, SegmentRefusal, SegmentSilence
 */
export async function connectAll(context: ConnectContext): Promise<Outcome> {
  const { side } = context;
  const { credential } = context.options;
  // Before anything is changed: the catalog may leave no plain way.
  const wanted = await wantedSettings(context);
  const outcomes: Outcome[] = [];
  if (credential !== undefined) outcomes.push(await updateCredential(context, credential));
  if (side === "warehouse") outcomes.push(await connectWarehouse(context, wanted));
  else outcomes.push(...(await connectAndTest(context, wanted)));
  return {
    done: outcomes.flatMap(({ done }) => done),
    left: outcomes.flatMap(({ left }) => left),
    next: outcomes.flatMap(({ next }) => next),
    requests: outcomes.flatMap(({ requests }) => requests),
    data: Object.assign({}, ...outcomes.map(({ data }) => data)) as Outcome["data"],
  };
}

async function wantedSettings({
  segment,
  options,
  side,
  connection,
  keyText,
}: ConnectContext): Promise<Wanted> {
  const { named, credential } = options;
  if (side === "warehouse") {
    const catalog = await segment.warehouseOptions(bigQueryWarehouse);
    return warehouseSettings(catalog, connection, keyText, named, credential);
  }
  const catalog = await segment.sourceOptions(bigQuerySource);
  return sourceSettings(catalog, connection, keyText, named, credential);
}

async function connectAndTest(context: ConnectContext, wanted: Wanted): Promise<Outcome[]> {
  const { source, ...outcome } = await connectSource(context, wanted);
  const { dryRun, test } = context.options;
  if (source === undefined || dryRun || test.query === undefined) return [outcome];
  return [outcome, await testModel(context, source, test.query)];
}
