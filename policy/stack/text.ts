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
 * Text from a stack, safe to print: control characters, which a terminal would obey, are replaced, what looks like a
 * key's characters is left out, and nothing is longer than a screen.
 */
export function printable(text: string): string {
  const tame = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, "\ufffd")
    .replace(/[\w+/-]{40,}/g, (run) => (looksRandom(run) ? "[\u2026]" : run));
  return tame.length > 200 ? `${tame.slice(0, 199)}\u2026` : tame;
}

/** Whether capitals, small letters and digits take turns as in base64, which no name and no hexadecimal number does. */
function looksRandom(run: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/];
  const kindAt = (at: number): number => kinds.findIndex((kind) => kind.test(run.charAt(at)));
  let changes = 0;
  for (let at = 1; at < run.length; at++) if (kindAt(at) !== kindAt(at - 1)) changes++;
  return kinds.every((kind) => kind.test(run)) && changes / run.length > 0.45;
}
