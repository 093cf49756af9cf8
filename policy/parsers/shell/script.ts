import { assignment, type SimpleCommand } from "./frame";
import { HOLE } from "./hole";
import { type Found, ShellReader, type Variables } from "./reader";

type Words = ReadonlySet<string | undefined>;

const keywords: Words = new Set(["if", "then", "else", "elif", "while", "until", "do", "!", "{", "time"]);

const declaring: Words = new Set(["export", "readonly", "local", "declare", "typeset"]);

const looping: Words = new Set(["for", "select"]);

/** They give the variables that they name values that are not in the script. */
const filling: Words = new Set(["read", "unset", "getopts", "mapfile", "readarray", "printf"]);

/** The command without the keywords and assignments before it. */
export function programOf({ words }: SimpleCommand): readonly string[] {
  const start = words.findIndex((word) => !keywords.has(word) && !assignment.test(word));
  return start < 0 ? [] : words.slice(start);
}

/** The script with the variables filled in that are set once and plainly, in it or in its environment. */
export function readScript(text: string, environment: Variables): ShellScript {
  let variables: Variables = new Map();
  let script = shellCommands(text, variables);
  // Each round fills in the values that are made of the round's before.
  for (let round = 0; round < 3; round++) {
    const values = [...assigned(script, environment)];
    const known = new Map(values.filter(([, value]) => !value.includes(HOLE)));
    if (known.size === variables.size) break;
    variables = known;
    script = shellCommands(text, variables);
  }
  return script;
}

function assigned({ commands }: ShellScript, environment: Variables): Map<string | undefined, string> {
  const values = new Map(environment);
  const assign = (name: string | undefined, value: string) =>
    values.set(name, values.has(name) ? HOLE : value);
  for (const command of commands) {
    const program = programOf(command);
    const before = command.words.slice(0, command.words.length - program.length);
    const [head, ...args] = program;
    for (const word of declaring.has(head) ? [...before, ...args] : before) {
      const found = assignment.exec(word);
      if (found !== null) assign(found[1], found[2] === "" ? word.slice(found[0].length) : HOLE);
    }
    if (looping.has(head)) assign(args[0], HOLE);
    if (filling.has(head)) for (const name of args) assign(name, HOLE);
  }
  return values;
}

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
