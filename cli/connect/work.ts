import { defaultProducts } from "../../policy/facts/products";
import type { CommandIo } from "../command";
import { ActionRefused, UsageError } from "../errors";
import type { Redactor } from "../google/Redactor";
import { ServiceAccountKey } from "../google/ServiceAccountKey";
import { type KeyPlace, readKeyText } from "../google/readKeyText";
import { SegmentApi } from "../segment/SegmentApi";
import { segmentAddress, SegmentClient, segmentToken } from "../segment/SegmentClient";
import { bigQuerySource, bigQueryWarehouse } from "../segment/api";
import { readStack, type StackSettings } from "../stackSettings";
import type { ConnectContext, ConnectWorld } from "./ConnectContext";
import { checkKey } from "./checkKey";
import { connectSource } from "./connectSource";
import { connectWarehouse } from "./connectWarehouse";
import { type ConnectOptions, sideOf } from "./options";
import { hiddenKey, type Outcome } from "./outcome";
import { type Connection, sourceSettings, type Wanted, warehouseSettings } from "./settings";
import { testModel } from "./testModel";
import { updateCredential } from "./updateCredential";

/**
 * The whole of the work: stack, key, check, Segment.
 *
 * @throws UsageError, ActionRefused, and the errors of Google's and Segment's clients
 */
export async function work(
  options: ConnectOptions,
  io: CommandIo,
  redactor: Redactor,
  world: ConnectWorld,
): Promise<Outcome> {
  const address = segmentAddress(options.region, io.env);
  const token = await segmentToken(options.tokenFile, io.env);
  redactor.add(token);
  const stack = options.stack && (await readStack(options.stack, io));
  const products = options.products ?? stack?.declared.products ?? defaultProducts;
  const side = sideOf(products, options.test.query !== undefined);
  const connection = connectionFrom(options, stack);
  const retry = { ...world.retry, timeLimit: options.requestTimeout * 1000 };
  const keyText = await readKeyText(keyPlace(options, stack), io, retry, redactor);
  const key = ServiceAccountKey.parse(keyText);
  if (!(key instanceof ServiceAccountKey))
    throw new ActionRefused(`The key cannot be used: ${key.join("; ")}.`);
  redactor.add(key.secretText());
  if (stack) requireStackKey(stack, key.keyId);

  const asked = { products, connection, stack };
  const tried = options.check ? [await checkKey(world.check, keyText, asked, io)] : [];
  const segment = new SegmentApi(new SegmentClient({ address, token, retry }));
  const outcome = await connectAll({
    segment,
    options,
    side,
    connection,
    keyText,
    hiddenKey: hiddenKey(key.email, key.keyId),
    pause: world.pause ?? 2000,
  });
  const next = options.stack && stack && !options.dryRun ? nextSteps(stack, options.stack.stack) : [];
  return {
    ...outcome,
    done: [...tried, ...outcome.done],
    next: [...outcome.next, ...next],
    data: { account: key.email, keyId: key.keyId, ...outcome.data },
  };
}

/** What the flags say, else the stack. */
function connectionFrom(options: ConnectOptions, stack: StackSettings | undefined): Connection {
  return {
    project: options.project ?? stack?.declared.project ?? "",
    location: options.location ?? stack?.location ?? "",
    readApi: options.readApi ?? stack?.declared.readApi ?? "REST",
  };
}

function keyPlace({ key, stack: place }: ConnectOptions, stack: StackSettings | undefined): KeyPlace {
  if (key !== undefined) return key;
  if (stack?.secretVersion !== undefined) return { secret: stack.secretVersion };
  throw new UsageError(
    `The stack ${place?.stack ?? ""} names no version of a secret that holds the key. Give it with --key-secret or --key-file.`,
  );
}

/**
 * What to do after Segment has the key, as the stack's rotation stands.
 *
 * @param stackName for the commands
 */
function nextSteps({ keys, nextStep }: StackSettings, stackName: string): string[] {
  const set = `pulumi config set keyStep ${nextStep} --stack ${stackName} && pulumi up --stack ${stackName}`;
  if (nextStep !== "" && keys.some(({ state }) => state === "entering"))
    return [
      "Wait until a sync of Segment has run with the new key; the old one still works.",
      `Then let the old key go: ${set}`,
    ];
  const retiring = keys.find(({ state }) => state === "retiring");
  if (nextStep !== "" && retiring)
    return [
      `Disable the old key: segment-bigquery key disable ${retiring.name}`,
      `When every sync has run: ${set}`,
    ];
  return ["In Segment, add a model to the source and connect a destination."];
}

/**
 * Refuses a key that is not the one the stack means: a secret's version may hold another.
 *
 * @throws ActionRefused
 */
function requireStackKey({ keys, name }: StackSettings, keyId: string): void {
  const meant = keys.find(({ state }) => state === "entering") ?? keys.find(({ state }) => state === "inUse");
  if (meant === undefined || meant.name.endsWith(`/keys/${keyId}`)) return;
  throw new ActionRefused(
    `The key ${keyId} is not the one that ${name} means for Segment: ${meant.name} (slot ${meant.slot}).`,
    [
      "Name the version that holds it with --key-secret. In mode uploaded, run `segment-bigquery key complete` first.",
    ],
  );
}

/**
 * Gives Segment what it needs, in order: the shared credential, the source or warehouse, the test.
 *
 * @throws ActionRefused, SegmentRefusal, NoAnswer
 */
async function connectAll(context: ConnectContext): Promise<Outcome> {
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
