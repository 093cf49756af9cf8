import { isMadeOfWords } from "./madeOfWords";

/** `a, b and c`. */
export function joined(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** Three by name and a count of the rest. */
export function abridged(words: readonly string[]): string {
  return words.length <= 4 ? joined(words) : `${words.slice(0, 3).join(", ")} and ${words.length - 3} more`;
}

/**
 * Text from a stack, safe to print: control characters, which a terminal would obey, are replaced, what may be a piece of
 * a key is left out, and nothing is longer than a screen.
 */
export function printable(text: string): string {
  const tame = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, "\ufffd")
    .replace(/-----BEGIN.*$/, "[\u2026]")
    .replace(/(?:[\da-f]{2}:){9,}[\da-f]{2}/gi, "[\u2026]")
    .replace(/[\w+/%=-]{20,}/g, (run) => (isMadeOfWords(run) ? run : "[\u2026]"));
  return tame.length > 200 ? `${tame.slice(0, 199)}\u2026` : tame;
}
