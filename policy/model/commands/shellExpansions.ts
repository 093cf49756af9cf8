/** A `$` in a shell script: literal text, or a parameter whose name is known where it is used plainly. */
export interface Parameter {
  readonly text?: string;
  readonly name?: string;
  readonly next: number;
}

/** Reads `$NAME`, `${NAME}`, `${NAME:-…}`, `$1` and a `$` by itself; undefined where a brace does not close. */
export function readParameter(text: string, at: number): Parameter | undefined {
  const plain = /\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\}|[0-9@*#?$!-])/y;
  plain.lastIndex = at;
  const found = plain.exec(text);
  if (found !== null) return { name: found[1] ?? found[2], next: at + found[0].length };
  if (text[at + 1] !== "{") return { text: "$", next: at + 1 };
  let open = 0;
  for (let next = at + 1; next < text.length; next++) {
    if (text[next] === "{") open++;
    if (text[next] === "}" && --open === 0) return { next: next + 1 };
  }
  return undefined;
}

const letters: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", e: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
};
const code = /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/y;

/** The text of `$'…'` from behind its quote; undefined where it does not end. */
export function unescapeAnsi(text: string, start: number): { text: string; next: number } | undefined {
  const parts: string[] = [];
  let at = start;
  while (text[at] !== "'") {
    if (at >= text.length) return undefined;
    if (text[at] !== "\\") {
      parts.push(text[at++] as string);
      continue;
    }
    code.lastIndex = at;
    const found = code.exec(text);
    const hex = found?.[1] ?? found?.[2] ?? found?.[3];
    const value = hex === undefined ? parseInt(found?.[4] ?? "", 8) : parseInt(hex, 16);
    const letter = text[at + 1] ?? "";
    if (found === null) parts.push(Object.hasOwn(letters, letter) ? (letters[letter] ?? "") : letter);
    else if (value <= 0x10ffff) parts.push(String.fromCodePoint(value));
    at += found === null ? 2 : found[0].length;
  }
  return { text: parts.join(""), next: at + 1 };
}
