import { HOLE } from "../../parsers/shell/hole";
import { UNKNOWN, type Unknown } from "../../stack/plain";

/** A command's words by their use: flags without dashes and with `-` for `_`, the last of equal ones. */
export interface Arguments {
  readonly flags: ReadonlyMap<string, string>;
  readonly positionals: readonly string[];
}

const flagged = /^--?([A-Za-z][^=]*)(=)?/;

/**
 * Sorts a command's words.
 *
 * @param takesValue whether a flag written without `=` takes the word after it
 */
export function sortArguments(words: readonly string[], takesValue: (flag: string) => boolean): Arguments {
  const flags = new Map<string, string>();
  const positionals: string[] = [];
  /** The flag whose value the word may be. */
  let open: string | undefined;
  for (const word of words) {
    const found = flagged.exec(word);
    if (found === null) {
      if (open !== undefined) flags.set(open, word);
      else if (word !== "--") positionals.push(word);
      open = undefined;
      continue;
    }
    const flag = String(found[1]).replaceAll("_", "-");
    flags.set(flag, word.slice(found[0].length));
    open = found[2] === undefined && takesValue(flag) ? flag : undefined;
  }
  return { flags, positionals };
}

/** UNKNOWN where a part of the word is known only when the command runs, as xargs' `{}`, or where there is none. */
export function known(word: string | undefined): string | Unknown {
  return word === undefined || word === "" || word.includes(HOLE) || word.includes("{}") ? UNKNOWN : word;
}
