import { isSecret, isUnknown, isWireObject, type WireValue } from "./wire/wireValue";

const replacement = "[secret]";

/** Replaces every secret text in every text of a value, keys left alone. */
export function redact<T>(value: T, secrets: ReadonlySet<string>): T {
  if (secrets.size === 0) return value;
  // The longest first: a secret may be part of another.
  const alternatives = [...secrets].sort((a, b) => b.length - a.length).map(escapeForRegExp);
  const pattern = new RegExp(alternatives.join("|"), "gu");
  return redactDeeply(value, pattern) as T;
}

function redactDeeply(value: unknown, pattern: RegExp): unknown {
  if (typeof value === "string") return value.replace(pattern, replacement);
  if (Array.isArray(value)) return value.map((item) => redactDeeply(item, pattern));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, redactDeeply(part, pattern)]));
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}

/** Shorter ones would blot out half of every message; the real engine draws the same line. */
const shortest = 3;

/** Collects every text inside the secret parts of a value. */
export function collectSecretTexts(value: WireValue, into: Set<string>, inSecret = false): void {
  if (isSecret(value)) {
    if (value.value !== undefined) collectSecretTexts(value.value, into, true);
  } else if (Array.isArray(value)) {
    for (const part of value) collectSecretTexts(part, into, inSecret);
  } else if (isWireObject(value)) {
    for (const part of Object.values(value)) collectSecretTexts(part, into, inSecret);
  } else if (inSecret && typeof value === "string" && !isUnknown(value)) {
    addSecretText(value, into);
  } else if (inSecret && typeof value === "number") {
    addSecretText(String(value), into);
  }
}

/** Adds a secret text and the shapes in which it would turn up in a message. */
export function addSecretText(text: string, into: Set<string>): void {
  const trimmed = text.trim();
  for (const form of [text, trimmed, JSON.stringify(text).slice(1, -1)])
    if (form.length >= shortest) into.add(form);
  for (const line of trimmed.split("\n")) if (line.trim().length >= shortest * 4) into.add(line.trim());
  for (const inner of textsOfJson(trimmed)) if (inner.length >= shortest) into.add(inner);
}

/** The texts inside a JSON document, such as the parts of a service account's key. */
function textsOfJson(text: string): string[] {
  if (!/^[[{]/.test(text)) return [];
  try {
    const found: string[] = [];
    JSON.parse(text, (_key, part: unknown) => {
      // Short parts of a document ("type", a location) are words that other messages use too.
      if (typeof part === "string" && part.length >= shortest * 4)
        found.push(part, JSON.stringify(part).slice(1, -1));
      return part;
    });
    return found;
  } catch {
    return [];
  }
}
