import { HOLE } from "./hole";

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
  const marker = /[ \t]*(?=(["'\\]?))/y;
  marker.lastIndex = indented ? at + 1 : at;
  const quoted = marker.exec(text)?.[1] !== "";
  return { indented, quoted, next: marker.lastIndex };
}

/** The lines from `at` on, and the place behind the last; undefined where there is no last. */
export function readHereDocument(text: string, at: number, { end, indented }: HereDocument) {
  const lines: string[] = [];
  for (let next = at; next < text.length;) {
    const newline = text.indexOf("\n", next);
    const stop = newline < 0 ? text.length : newline;
    const line = text.slice(next, stop).replace(/\r$/, "");
    const content = indented ? line.replace(/^\t+/, "") : line;
    next = stop + 1;
    if (content === end) return { body: lines.join("\n"), next };
    lines.push(content);
  }
  return undefined;
}

/** The lines of an unquoted here-document with its variables filled in. */
export function expandText(body: string, value: (name: string) => string): string {
  const expansion = /\\([\\$`])|\$([A-Za-z_][A-Za-z0-9_]*)|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$[({0-9@*#?]|`/g;
  return body.replace(expansion, (_, escaped?: string, plain?: string, braced?: string) => {
    const name = plain ?? braced;
    return escaped ?? (name === undefined ? HOLE : value(name));
  });
}
