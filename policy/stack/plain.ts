/** Replaces a part of a plain value that is unknown before the update. */
export const UNKNOWN: unique symbol = Symbol("not known yet");

export type Unknown = typeof UNKNOWN;

/** A value without proxies, functions or cycles: what every other module of the model reads. */
export type Plain = null | boolean | number | string | Unknown | readonly Plain[] | PlainObject;

export interface PlainObject {
  readonly [key: string]: Plain;
}

/** Nesting beyond this is cut to null: nothing that a grant is made of lies deeper, and a hostile value may. */
const deepest = 64;

/** What an exported state holds in place of a secret that could not be decrypted. */
const undecrypted = "[secret]";

/** How the engine writes a value that is not known, by type, in what it sends to a policy pack. */
export const unknownSentinels: ReadonlySet<string> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * A copy that is safe to read.
 *
 * In a preview @pulumi/policy hands out proxies whose unknown parts throw when read. Where the proxy gives its target,
 * that is read, in which unknown parts are sentinels; else each read is guarded singly, so that one unknown property
 * costs nothing but itself.
 */
export function toPlain(value: unknown): Plain {
  return copied(value, []);
}

/** @param around the values around this one, outermost first: a value inside itself becomes null */
function copied(value: unknown, around: object[]): Plain {
  if (value === null || value === undefined) return null;
  if (typeof value === "string")
    return value === undecrypted || unknownSentinels.has(value) ? UNKNOWN : value;
  if (typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "symbol") return value === UNKNOWN ? UNKNOWN : null;
  if (typeof value !== "object" || around.length >= deepest) return null;
  const held = unproxied(value);
  if (around.includes(held)) return null;
  around.push(held);
  const copy = Array.isArray(held) ? copiedList(held, around) : copiedObject(held, around);
  around.pop();
  return copy;
}

function copiedList(held: readonly unknown[], around: object[]): Plain[] {
  const items: Plain[] = [];
  for (let i = 0; i < held.length; i++) items.push(readAt(held, i, around));
  return items;
}

function copiedObject(held: object, around: object[]): PlainObject {
  const copy = new Bare();
  for (const key of Object.keys(held)) copy[key] = readAt(held, key, around);
  const content = contents.get(held);
  if (content !== undefined) for (const key of Object.keys(content)) copy[key] = readAt(content, key, around);
  return copy;
}

/** What assets and archives hold, by the object that only promises it: `readAssets` fills it. */
export const contents = new WeakMap<object, object>();

/** An object that inherits nothing, so that `__proto__` is a name like any other; V8 makes it faster than one without a prototype. */
const Bare = function () {} as unknown as new () => Record<string, Plain>;

Bare.prototype = Object.create(null) as object;

export function unproxied(value: object): object {
  const proxy = value as { __isSpecialProxy?: unknown; __getSpecialProxyTarget?: unknown };
  const target = proxy.__isSpecialProxy === true ? proxy.__getSpecialProxyTarget : undefined;
  return typeof target === "object" && target !== null ? target : value;
}

function readAt(holder: object, key: string | number, around: object[]): Plain {
  let part: unknown;
  try {
    part = (holder as Record<string | number, unknown>)[key];
  } catch {
    return UNKNOWN;
  }
  return copied(part, around);
}

export function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

export function hasUnknown(value: Plain): boolean {
  if (value === UNKNOWN) return true;
  if (isList(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** The text, UNKNOWN where it is not known yet, undefined where there is none (or another type). */
export function text(value: Plain | undefined): string | Unknown | undefined {
  if (value === UNKNOWN) return UNKNOWN;
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The known texts among the items; `partial` when an item, or the list itself, is not known. */
export function texts(value: Plain | undefined): { known: string[]; partial: boolean } {
  if (value === UNKNOWN) return { known: [], partial: true };
  if (!isList(value)) return { known: [], partial: false };
  const known = value.filter((item): item is string => typeof item === "string");
  return { known, partial: value.includes(UNKNOWN) };
}
