import type { Assessment } from "../../../policy/access/assessment";
import { undeterminedFacts } from "../../../policy/access/undetermined";
import type { AccessRow } from "../../../policy/accessTable";
import { catalogueRole } from "../../../policy/facts/roles";
import { scopeText } from "../../../policy/iam/scope";
import { removalOf } from "../../judgement/removal";
import { shellWord } from "../../text/shell";
import type { GrantLine } from "../report";

const order: readonly GrantLine["state"][] = ["excess", "undetermined", "needed", "allowed"];

/** The access table with a state for each row: excess first, then by account, scope and role. */
export function grantLines(
  assessment: Assessment,
  rows: readonly AccessRow[],
  { atGoogle }: { atGoogle: boolean },
): GrantLine[] {
  const open = new Map<string, readonly string[]>();
  for (const question of undeterminedFacts(assessment)) {
    // Questions about grants whose member is not known are no account's line; they are among the findings.
    if (!("effective" in question)) continue;
    const { grant, at } = question.effective;
    for (const scope of question.kind === "excessive" ? [question.scope] : at) {
      const key = keyOf(grant.urn, scopeText(scope), question.access.segment.member);
      open.set(key, [...(open.get(key) ?? []), ...(question.kind === "excessive" ? question.possible : [])]);
    }
  }
  return rows
    .map((row): GrantLine => {
      const { member, role, scope, scopeKind, through, why, permissions, needed, excess, urn } = row;
      const uncertain = open.get(keyOf(urn, scope, member));
      const state = stateOf(row, uncertain !== undefined);
      const removal = atGoogle && state === "excess" ? removalLine(assessment, row) : undefined;
      return {
        state,
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
        ...(removal !== undefined && { removal }),
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

/** A grant in a stack is removed from the stack; one that was read at Google, by a command. */
function removalLine(
  { accounts, stack }: Assessment,
  { urn, member, excess }: AccessRow,
): string | undefined {
  const effective = accounts
    .filter(({ segment }) => segment.member === member)
    .flatMap(({ effectiveGrants }) => effectiveGrants)
    .find(({ grant }) => grant.urn === urn);
  return effective && removalOf(effective, stack, excess).command?.map(shellWord).join(" ");
}

function stateOf({ role, permissions, needed, excess }: AccessRow, open: boolean): GrantLine["state"] {
  // A role that the catalogue holds only in part allows more, whatever its known part is.
  if (excess.length > 0 || catalogueRole(role)?.complete === false) return "excess";
  if (open || permissions.length === 0) return "undetermined";
  return needed.length > 0 ? "needed" : "allowed";
}

function keyOf(...parts: string[]): string {
  return JSON.stringify(parts);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
