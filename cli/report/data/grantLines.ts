import { catalogueRole } from "../../../policy/knowledge/catalogue";
import type { AccessRow } from "../../../policy/model/accessTable";
import type { Assessment } from "../../../policy/model/assessment";
import { scopeText } from "../../../policy/model/scope";
import { openQuestions } from "../../../policy/model/verdicts/cannotTell";
import type { GrantLine } from "../report";

const order: readonly GrantLine["state"][] = ["excess", "cannot tell", "needed", "accepted"];

/** The access table with a state for each row: excess first, then by account, scope and role. */
export function grantLines(assessment: Assessment, rows: readonly AccessRow[]): GrantLine[] {
  const open = new Map<string, readonly string[]>();
  for (const question of openQuestions(assessment)) {
    // Questions about grants whose member is not known are no account's line; they are among the findings.
    if (!("holding" in question)) continue;
    const { grant, at } = question.holding;
    for (const scope of question.kind === "surplus" ? [question.scope] : at) {
      const key = keyOf(grant.urn, scopeText(scope), question.assessed.subject.member);
      open.set(key, [...(open.get(key) ?? []), ...(question.kind === "surplus" ? question.possible : [])]);
    }
  }
  return rows
    .map((row): GrantLine => {
      const { member, role, scope, scopeKind, through, why, permissions, needed, excess, urn } = row;
      const uncertain = open.get(keyOf(urn, scope, member));
      return {
        state: stateOf(row, uncertain !== undefined),
        member,
        role,
        scope,
        scopeKind,
        ...(through !== undefined && { through }),
        why: [...why],
        permissions: [...permissions],
        needed: needed.map(({ permission, reason }) => ({ permission, reason })),
        excess: [...excess],
        uncertain: [...(uncertain ?? [])],
        urn,
      };
    })
    .sort(
      (a, b) =>
        order.indexOf(a.state) - order.indexOf(b.state) ||
        compare(a.member, b.member) ||
        compare(a.scope, b.scope) ||
        compare(a.role, b.role),
    );
}

function stateOf({ role, permissions, needed, excess }: AccessRow, open: boolean): GrantLine["state"] {
  // A role that the catalogue holds only in part allows more, whatever its known part is.
  if (excess.length > 0 || catalogueRole(role)?.complete === false) return "excess";
  if (open || permissions.length === 0) return "cannot tell";
  return needed.length > 0 ? "needed" : "accepted";
}

function keyOf(...parts: string[]): string {
  return JSON.stringify(parts);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
