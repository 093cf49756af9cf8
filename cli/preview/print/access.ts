import type { AccessSection } from "../accessTable";
import { printable, type Style } from "./style";

/** The access table: a heading for each member, below it scope, role, permissions and reason. */
export function renderAccess(rows: AccessSection, style: Style): string[] {
  const lines: string[] = [];
  for (const member of new Set(rows.map((row) => row.member))) {
    lines.push(`  ${style.bold(printable(member))}`);
    for (const { scope, role, permissions, why } of rows.filter((row) => row.member === member)) {
      lines.push(`    ${printable(scope)}: ${printable(role)}`);
      if (permissions.length > 0) lines.push(style.dim(`      ${printable(permissions.join(", "))}`));
      if (why !== "") lines.push(`      ${printable(why)}`);
    }
  }
  return lines.length > 0 ? lines : ["  none"];
}
