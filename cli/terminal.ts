import { visible } from "./text";

/** Ways of setting text off on a terminal. */
export interface Style {
  bold: (text: string) => string;
  dim: (text: string) => string;
  red: (text: string) => string;
  yellow: (text: string) => string;
  green: (text: string) => string;
}

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39], green: [32, 39] } as const;

/**
 * Whether to color: where there is a terminal that can, unless `NO_COLOR` (https://no-color.org) asks for none or
 * `FORCE_COLOR` (https://force-color.org) decides otherwise, as in Node itself.
 */
export function colored(isTTY: boolean, env: NodeJS.ProcessEnv): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: none, TERM: terminal } = env;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return isTTY && !none && terminal !== "dumb";
}

/** Colors where they are wanted. */
export function styleFor(isTTY: boolean, env: NodeJS.ProcessEnv): Style {
  const on = colored(isTTY, env);
  const paint = ([start, end]: readonly [number, number]): ((text: string) => string) =>
    on ? (text) => `\u001B[${start}m${text}\u001B[${end}m` : (text) => text;
  return {
    bold: paint(codes.bold),
    dim: paint(codes.dim),
    red: paint(codes.red),
    yellow: paint(codes.yellow),
    green: paint(codes.green),
  };
}

/** Removes control characters from text that others chose: it must not drive the terminal or reverse its direction. */
export function printable(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(/[^\n\t]+/g, visible);
}

/** Lines no wider than what a person reads with ease, whatever the terminal's width. */
export function lineWidth(columns: number | undefined): number {
  return Math.min(Math.max(columns ?? 100, 40), 120);
}

/**
 * Breaks a text into lines at its blanks; a word that is longer than a line stays whole, because a role or a URL is
 * copied.
 *
 * @param first what the first line begins with; the others are indented by as much
 */
export function wrap(text: string, width: number, first = ""): string[] {
  const indent = " ".repeat(first.length);
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = lines.length === 0 ? first : indent;
    let empty = true;
    for (const word of paragraph.split(" ").filter((part) => part !== "")) {
      if (!empty && line.length + 1 + word.length > width) {
        lines.push(line);
        line = indent;
        empty = true;
      }
      line += empty ? word : ` ${word}`;
      empty = false;
    }
    lines.push(line.trimEnd());
  }
  return lines;
}
