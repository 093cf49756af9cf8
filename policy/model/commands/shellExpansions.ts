const plain = /\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\}|[0-9@*#?$!-])/y;

/** Reads `$NAME`, `${NAME}` and `$1`, of which only the first two have a name; undefined where there is none of them. */
export function readParameter(text: string, at: number): { name?: string; next: number } | undefined {
  plain.lastIndex = at;
  const found = plain.exec(text);
  return found === null ? undefined : { name: found[1] ?? found[2], next: plain.lastIndex };
}

const letters: ReadonlyMap<string, string> = new Map([
  ...([
    ["a", "\x07"],
    ["b", "\b"],
    ["e", "\x1b"],
    ["E", "\x1b"],
    ["f", "\f"],
    ["n", "\n"],
  ] as const),
  ...([
    ["r", "\r"],
    ["t", "\t"],
    ["v", "\v"],
    ["\\", "\\"],
    ["'", "'"],
    ['"', '"'],
    ["?", "?"],
  ] as const),
]);
const escape = /\\(?:(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8})|([0-7]{1,3})|[^])/g;

/** The text with what a backslash and the characters after it stand for in `$'…'`, in `echo -e` and in printf's format. */
export function unescaped(text: string): string {
  return text.replace(escape, (written: string, hex?: string, octal?: string) => {
    if (hex === undefined && octal === undefined) return letters.get(written.charAt(1)) ?? written;
    const code = hex === undefined ? parseInt(written.slice(1), 8) : parseInt(hex.slice(1), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}

/** The text of `$'…'` from behind its quote; undefined where it does not end. */
export function readAnsi(text: string, start: number): { text: string; next: number } | undefined {
  for (let at = start; at < text.length; at += text[at] === "\\" ? 2 : 1)
    if (text[at] === "'") return { text: unescaped(text.slice(start, at)), next: at + 1 };
  return undefined;
}
