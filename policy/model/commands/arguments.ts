import { UNKNOWN, type Unknown } from "../plain";
import { HOLE } from "./hole";

/** A command's words by their use: flags without dashes and with `-` for `_`, the last of equal ones. */
export interface Arguments {
  readonly flags: ReadonlyMap<string, string>;
  readonly positionals: readonly string[];
}

/**
 * Sorts a command's words.
 *
 * @param takesValue whether a flag written without `=` takes the word after it
 */
export function sortArguments(words: readonly string[], takesValue: (flag: string) => boolean): Arguments {
  const flags = new Map<string, string>();
  const positionals: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (!/^--?[A-Za-z]/.test(word)) {
      if (word !== "--") positionals.push(word);
      continue;
    }
    const equals = word.indexOf("=");
    const flag = word
      .slice(0, equals < 0 ? undefined : equals)
      .replace(/^--?/, "")
      .replaceAll("_", "-");
    const next = words[i + 1];
    if (equals >= 0) flags.set(flag, word.slice(equals + 1));
    else if (takesValue(flag) && next !== undefined && !/^--?[A-Za-z]/.test(next)) {
      flags.set(flag, next);
      i++;
    } else flags.set(flag, "");
  }
  return { flags, positionals };
}

/** UNKNOWN where a part of the word is known only when the command runs, as xargs' `{}`, or where there is none. */
export function known(word: string | undefined): string | Unknown {
  return word === undefined || word === "" || word.includes(HOLE) || word.includes("{}") ? UNKNOWN : word;
}
