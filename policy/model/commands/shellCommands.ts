import type { SimpleCommand } from "./shellFrame";
import { ShellReader, type Found, type Variables } from "./shellReader";

/** `broken` where a quote, a parenthesis or a here-document does not end. */
export interface ShellScript {
  readonly commands: readonly SimpleCommand[];
  readonly broken: boolean;
}

/** In characters, the values of all variables that are used: they may double each other. */
const longest = 1_000_000;

/**
 * Every program that a shell script may run, in branches, loops and substitutions too, whether it comes to run or not.
 *
 * See https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */
export function shellCommands(text: string, variables: Variables): ShellScript {
  const found: Found = { commands: [], broken: false, left: longest };
  new ShellReader(`${text}\n`, variables, found).commandsUntil(undefined, 0);
  return { commands: found.commands, broken: found.broken };
}
