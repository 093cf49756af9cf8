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
