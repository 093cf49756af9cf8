import { parse } from "shell-quote";

/** Replaces a part of a word that is known only when the command runs; nobody writes this character. */
export const HOLE = "\uE000";

/** One program with its arguments, quotes taken off; leading words may be keywords and assignments. */
export interface SimpleCommand {
  readonly words: readonly string[];
  /** Whether another program reads what it writes. */
  readonly piped: boolean;
}

/** What shell-quote takes for blanks or for the end of the text: line ends, comments, backticks. */
const piece =
  /\\\r?\n|\\[^]|\$'(?:\\[^]|[^'\\])*'|'[^']*'|"(?:\\[^]|[^"\\])*"|(?<=^|[\s;&|()])#[^\n]*|[#`\n'"]/g;

/**
 * The commands of a shell script in branches, loops and substitutions too, whether they come to run or not; undefined
 * where a quote does not end. Lines of a here-document are read as if they were run.
 *
 * @param environment variables that are set when it runs; every other one is a HOLE
 */
export function shellCommands(
  text: string,
  environment: Readonly<Record<string, string>>,
): SimpleCommand[] | undefined {
  let broken = false;
  const prepared = text.replace(piece, (found) => {
    if (/^\\\r?\n$/.test(found)) return "";
    if (found.startsWith('"') && found.length > 1) return doubleQuoted(found);
    if (found === "'" || found === '"') broken = true;
    if (found.startsWith("#")) return found === "#" ? "\\#" : "";
    return found === "`" ? HOLE : found === "\n" ? ";" : found;
  });
  if (broken) return undefined;
  try {
    const valueOf = (name: string) => (Object.hasOwn(environment, name) ? environment[name] : HOLE);
    return commandsOf(parse(prepared, valueOf, { splitUnquoted: true }));
  } catch {
    // It throws at `${` without an end.
    return undefined;
  }
}

function doubleQuoted(text: string): string {
  return text.replace(/\\\r?\n|\\[^]|`/g, (found) =>
    found === "`" ? HOLE : found === "\\`" ? "`" : /\n/.test(found) ? "" : found,
  );
}

function commandsOf(entries: ReturnType<typeof parse>): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let words: string[] = [];
  let isFile = false;
  const end = (piped: boolean) => {
    if (words.length > 0) commands.push({ words, piped });
    words = [];
  };
  for (const entry of entries) {
    const word = typeof entry === "string" ? entry : "pattern" in entry ? entry.pattern : undefined;
    const sign = typeof entry === "object" && "op" in entry ? entry.op : "";
    if (word !== undefined) {
      if (!isFile) words.push(word);
      isFile = false;
    } else if (/^(?:<<-?|>>|[<>][&|>]?|&>>?)$/.test(sign)) {
      // A number before it is not a word but a file descriptor.
      if (/^\d$/.test(words.at(-1) ?? "")) words.pop();
      isFile = true;
    } else if (sign !== "<<<") end(/^\|&?$/.test(sign));
  }
  end(false);
  return commands;
}
