import { helpText } from "../../cli/arguments";
import { commands, loadCommand } from "../../cli/commands";
import { actionSyntax, actionSyntaxes } from "../../cli/key/options";

/** What `segment-bigquery COMMAND --help` prints; of `key`, what its actions print too. */
export function helpOf(name: string): string {
  const entry = commands.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`There is no command "${name}".`);
  const help = helpText(loadCommand(entry).syntax());
  if (name !== "key") return help;
  return [help, ...actionSyntaxes.map((action) => helpText(actionSyntax(action)))].join("\n");
}
