import { defaultProducts } from "../../policy/facts/products";
import { UsageError, type CommandIo } from "../command";
import { readKeyText, type KeyPlace } from "../google/readKeyText";
import type { Redactor } from "../google/Redactor";
import { ServiceAccountKey } from "../google/ServiceAccountKey";
import { segmentAddress } from "../segment/region";
import { SegmentApi } from "../segment/SegmentApi";
import { SegmentClient } from "../segment/SegmentClient";
import { segmentToken } from "../segment/token";
import { readStack, type StackSettings } from "../stackSettings";
import { checkKey } from "./checkKey";
import { connectAll } from "./connect";
import type { ConnectWorld } from "./ConnectContext";
import { nextSteps, requireStackKey } from "./nextSteps";
import type { ConnectOptions } from "./options";
import { Stopped, type Outcome } from "./outcome";
import { hiddenKey } from "./request";
import type { Connection } from "./settings";
import { sideOf } from "./side";

/**
 * The whole of the work: stack, key, check, Segment.
 *
 * @throws UsageError, Stopped, and the errors of Google's and Segment's clients
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
  if (!(key instanceof ServiceAccountKey)) throw new Stopped(`The key cannot be used: ${key.join("; ")}.`);
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
