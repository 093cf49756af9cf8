import { HOLE } from "./hole";
import { shellCommands, type ShellScript, type Variables } from "./shellCommands";
import type { SimpleCommand } from "./shellFrame";

const keywords = new Set(["if", "then", "else", "elif", "while", "until", "do", "!", "{", "time"]);
const assignment = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/;
const declaring = new Set(["export", "readonly", "local", "declare", "typeset"]);

/** The command without the keywords and assignments before it. */
export function programOf({ words }: SimpleCommand): readonly string[] {
  let start = 0;
  while (start < words.length && (keywords.has(words[start] ?? "") || assignment.test(words[start] ?? "")))
    start++;
  return words.slice(start);
}

/** The script with the variables filled in that are assigned once and plainly. */
export function readScript(text: string, environment: Variables): ShellScript {
  let variables = environment;
  let script = shellCommands(text, variables);
  // Each round fills in the values that are made of the round's before.
  for (let round = 0; round < 3; round++) {
    const known = new Map([...environment, ...assigned(script)].filter(([, value]) => !value.includes(HOLE)));
    if (known.size === variables.size) break;
    variables = known;
    script = shellCommands(text, variables);
  }
  return script;
}

function assigned({ commands }: ShellScript): Map<string, string> {
  const values = new Map<string, string>();
  const assign = (name: string, value: string) => values.set(name, values.has(name) ? HOLE : value);
  for (const command of commands) {
    const program = programOf(command);
    const before = command.words.slice(0, command.words.length - program.length);
    const [head = "", ...args] = program;
    for (const word of declaring.has(head) ? [...before, ...args] : before) {
      const found = assignment.exec(word);
      if (found !== null) assign(found[1] ?? "", found[2] === "" ? word.slice(found[0].length) : HOLE);
    }
    if (head === "for" || head === "select") assign(args[0] ?? "", HOLE);
    if (head === "read" || head === "unset") for (const name of args) assign(name, HOLE);
  }
  return values;
}
