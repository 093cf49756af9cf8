import type { AccessRow } from "../../../policy/accessTable";
import { byAlarm } from "../../../policy/rules/text";
import { printable, type Style } from "../../terminal";

/** More permissions than this are counted, not named; `--json` has them all. */
const mostNamed = 6;

/** The access table: a heading for each member, below it each role and scope, what it allows and why it is there. */
export function renderAccess(rows: readonly AccessRow[], style: Style): string[] {
  const lines: string[] = [];
  for (const member of new Set(rows.map((row) => row.member))) {
    lines.push(`  ${style.bold(printable(member))}`);
    for (const row of rows.filter((candidate) => candidate.member === member)) {
      const through = row.through === undefined ? "" : ` through ${printable(row.through)}`;
      lines.push(`    ${printable(row.role)} on ${printable(row.scope)}${through}`);
      const needed = row.needed.map(({ permission }) => permission);
      const others = row.permissions.filter((permission) => !needed.includes(permission));
      if (row.permissions.length > 0)
        lines.push(style.dim(`      allows ${named([...new Set([...needed, ...others])])}`));
      if (row.why.length > 0) lines.push(`      why: ${printable(row.why.join("; "))}`);
      if (row.excess.length > 0) lines.push(style.red(`      excess: ${named(byAlarm(row.excess))}`));
    }
  }
  return lines.length > 0 ? lines : ["  none of Segment's accounts holds anything"];
}

function named(permissions: readonly string[]): string {
  if (permissions.length <= mostNamed + 1) return printable(permissions.join(", "));
  return `${printable(permissions.slice(0, mostNamed).join(", "))} and ${permissions.length - mostNamed} more`;
}
