import { visible } from "../../text/words";
import type { Removal } from "../../judgement/removal";
import type { Adoption } from "../adoption";
import { shellWord } from "../../text/shell";

/** The commands that take away what is beyond need, then what the stack has superseded. Nothing runs them. */
export function removalScript({ setup, excess, superseded }: Adoption): string {
  return `#!/bin/sh
# Takes away from ${visible(setup.email)} what the stack does not grant.
# Read every line first. Run it once the stack is up and Segment's connection is tested, never before:
# what the stack grants instead has to be there.
set -eu

${part("Beyond need", excess)}
${part("Superseded by the stack, or of no use to Segment", superseded)}`;
}

function part(title: string, removals: readonly Removal[]): string {
  const lines = removals.flatMap(({ role, scope, excess, command, advice }) => [
    visible(
      `# ${role} on ${scope}${excess.length === 0 ? "" : `: ${excess.length} permission${excess.length === 1 ? "" : "s"} beyond need`}`,
    ),
    command === undefined ? visible(`# by hand: ${advice ?? ""}`) : command.map(shellWord).join(" "),
    "",
  ]);
  return `# ${title}\n${lines.length === 0 ? "# nothing\n" : lines.join("\n")}`;
}
