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

/** `<<END`: the lines that follow are what the command reads, up to the one that says END. */
export interface HereDocument {
  readonly end: string;
  /** `<<-END`: without the tabs before them. */
  readonly indented: boolean;
  /** `<<'END'`: as they stand, variables and all. */
  readonly quoted: boolean;
  readonly command: { input?: string };
}

/** What stands between `<<` and its word. */
export function readMarker(text: string, at: number): { indented: boolean; quoted: boolean; next: number } {
  const indented = text[at] === "-";
  const blanks = /[ \t]*/y;
  blanks.lastIndex = indented ? at + 1 : at;
  blanks.test(text);
  const next = blanks.lastIndex;
  return { indented, quoted: /["'\\]/.test(text.charAt(next)), next };
}

/**
 * The lines from `at` on, and the place behind the last; undefined where there is no last.
 *
 * @param text ends with a line break
 */
export function readHereDocument(text: string, at: number, { end, indented }: HereDocument) {
  const lines: string[] = [];
  for (let next = at; next < text.length;) {
    const stop = text.indexOf("\n", next);
    const line = text.slice(next, stop).replace(/\r$/, "");
    const content = indented ? line.replace(/^\t+/, "") : line;
    next = stop + 1;
    if (content === end) return { body: lines.join(""), next };
    lines.push(`${content}\n`);
  }
  return undefined;
}
