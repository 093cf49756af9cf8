import { printable, type Style } from "../../terminal";
import type { Comparison } from "../previewResult";

/** What a change adds and removes, a line each. */
export function renderComparison(comparison: Comparison | undefined, style: Style): string[] {
  if (!comparison) return [];
  const { access, violations } = comparison;
  const found = ({ level, rule, resource }: (typeof violations.added)[number]): string =>
    printable(`${level} ${rule}: ${resource}`);
  const held = ({ role, scope, state }: (typeof access.added)[number]): string =>
    printable(`${role} on ${scope}${state === "ok" ? "" : ` (${state})`}`);
  const lines = [
    ...violations.added.map((one) => style.red(`  + ${found(one)}`)),
    ...violations.removed.map((one) => style.green(`  - ${found(one)}`)),
    ...access.added.map((one) => style.yellow(`  + ${held(one)}`)),
    ...access.removed.map((one) => style.green(`  - ${held(one)}`)),
  ];
  return [
    style.bold("Changes since the preview compared with"),
    ...(lines.length > 0 ? lines : ["  no access and no finding added or removed"]),
  ];
}
