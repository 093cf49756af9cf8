/** Ways of setting text off on a terminal. */
export interface Style {
  bold: (text: string) => string;
  dim: (text: string) => string;
  red: (text: string) => string;
  yellow: (text: string) => string;
  green: (text: string) => string;
}

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39], green: [32, 39] } as const;

/** Colours where there is a terminal to show them and nobody asked for none (https://no-color.org). */
export function styleFor(isTTY: boolean, env: NodeJS.ProcessEnv): Style {
  const coloured = isTTY && !env.NO_COLOR && env.TERM !== "dumb";
  const paint = ([on, off]: readonly [number, number]): ((text: string) => string) =>
    coloured ? (text) => `\u001B[${on}m${text}\u001B[${off}m` : (text) => text;
  return {
    bold: paint(codes.bold),
    dim: paint(codes.dim),
    red: paint(codes.red),
    yellow: paint(codes.yellow),
    green: paint(codes.green),
  };
}

/** Takes control characters out of text that others chose, so that it can neither drive the terminal nor turn its direction. */
export function printable(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .replace(
      /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/g,
      "\uFFFD",
    );
}
