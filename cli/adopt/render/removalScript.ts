import type { Removal } from "../../judgement/removal";
import { shellWord } from "../../text/shell";
import { counted, visible } from "../../text/words";
import type { Adoption } from "../adoption";

/** The commands that remove what is in excess, then what the stack has superseded. Nothing runs them. */
export function removalScript({ setup, excess, superseded }: Adoption): string {
  return `#!/bin/sh
# Removes from ${visible(setup.email)} what the stack does not grant.
# Read every line first. Run it once the stack is up and Segment's connection is tested, never before:
# what the stack grants instead has to be there. A line that fails stops no other, and the script can be
# run again: a grant that is gone already is no failure.
set -u
failed=0

remove() {
  if output=$("$@" 2>&1); then
    [ -z "$output" ] || printf '%s\\n' "$output"
  elif printf '%s\\n' "$output" | grep -qiE 'binding.*not found|not found: (dataset|table)'; then
    printf 'Removed already: %s\\n' "$*"
  else
    printf 'Failed: %s\\n%s\\n' "$*" "$output" >&2
    failed=1
  fi
}

${part("In excess", excess)}
${part("Superseded by the stack, or of no use to Segment", superseded)}
exit "$failed"
`;
}

function part(title: string, removals: readonly Removal[]): string {
  const lines = removals.flatMap(({ role, scope, excess, command, advice }) => [
    visible(
      `# ${role} on ${scope}${excess.length === 0 ? "" : `: ${counted(excess.length, "permission")} in excess`}`,
    ),
    command === undefined
      ? visible(`# by hand: ${advice ?? ""}`)
      : ["remove", ...command].map(shellWord).join(" "),
    "",
  ]);
  return `# ${title}\n${lines.length === 0 ? "# nothing\n" : lines.join("\n")}`;
}
