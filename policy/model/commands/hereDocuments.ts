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
