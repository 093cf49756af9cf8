import { resolve } from "node:path";
import { Arguments, syntaxOf, type Syntax } from "../arguments";

const description = `Writes the catalogue of Google's predefined roles again, from Google's IAM API
(https://cloud.google.com/iam/docs/reference/rest/v1/roles/list), with your own
credentials. For maintainers of the policy pack: the pack never does it itself.`;

const after = `
Exit codes:
  0   written
  2   not written`;

export function refreshRolesSyntax(): Syntax {
  return syntaxOf("refresh-roles", description)
    .option("-o, --out <file>", "where to write, such as policy/facts/catalogue.json")
    .addHelpText("after", after);
}

/**
 * Reads where to write.
 *
 * @throws UsageError, HelpRequest
 */
export function readOptions(argv: readonly string[]): { file: string } {
  const args = new Arguments(refreshRolesSyntax(), argv);
  const file = args.file("out");
  args.end();
  return { file: resolve(file) };
}
