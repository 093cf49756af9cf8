import { unknownSentinels } from "../../../policy/stack/plain";

/**
 * A property as the engine's protocol carries it: JSON in which a few objects and strings are signs.
 *
 * The signs are those of the SDK's `sdk/go/common/resource/plugin/rpc.go` and `runtime/rpc.ts` (August 2026).
 */
export type WireValue = null | boolean | number | string | WireValue[] | WireObject;

export interface WireObject {
  [key: string]: WireValue;
}

/** What stands in a string's place while its value is not known. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Its presence makes an object a sign; its value says which. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

export const SECRET = "1b47061264138c4ac30d75fd1eb44270";

const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

export function isWireObject(value: WireValue | undefined): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isUnknown(value: WireValue | undefined): boolean {
  return typeof value === "string" && unknownSentinels.has(value);
}

export function isSecret(value: WireValue | undefined): value is WireObject {
  return isWireObject(value) && value[SIGNATURE] === SECRET;
}

export function secret(value: WireValue): WireObject {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** The known text of a value, secret or not; undefined when it is unknown, empty or no text. */
export function knownText(value: WireValue | undefined): string | undefined {
  if (isSecret(value)) return knownText(value.value);
  return typeof value === "string" && value !== "" && !isUnknown(value) ? value : undefined;
}

/** Whether any part of the value is not known. */
export function hasUnknown(value: WireValue): boolean {
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (isWireObject(value)) return Object.values(value).some(hasUnknown);
  return isUnknown(value);
}

/**
 * What a program sent, with output values resolved to plain, secret or unknown ones.
 *
 * A text that holds the sign of an unknown value was made from one (configuration that cannot be decrypted here
 * reaches the program as that sign), so nobody knows it either.
 */
export function normalised(value: WireValue): WireValue {
  if (typeof value === "string") return value.includes(UNKNOWN) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(normalised);
  if (!isWireObject(value)) return value;
  if (value[SIGNATURE] === OUTPUT) {
    const inner = value.value === undefined ? UNKNOWN : normalised(value.value);
    return value.secret === true ? secret(inner) : inner;
  }
  return normalisedObject(value);
}

export function normalisedObject(value: WireObject): WireObject {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, normalised(part)]));
}

/** What a policy pack is shown: a reference to a resource is its id, or its URN when it has none. */
export function forAnalyzer(value: WireObject): WireObject {
  const entries = Object.entries(value)
    // Two underscores in front: bookkeeping of a provider, which the engine keeps to itself.
    .filter(([key]) => !key.startsWith("__"))
    .map(([key, part]): [string, WireValue] => [key, withoutReferences(part)]);
  return Object.fromEntries(entries);
}

function withoutReferences(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (!isWireObject(value)) return value;
  if (value[SIGNATURE] !== RESOURCE) return forAnalyzer(value);
  if (value.id === undefined) return value.urn ?? null;
  return value.id === "" || value.id === null ? UNKNOWN : value.id;
}
