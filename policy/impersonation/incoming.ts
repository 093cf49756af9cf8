import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import { basicRoles } from "../facts/roles";
import { isServiceAgent } from "../iam/account";
import { identityOf, type MemberRef } from "../iam/grants";
import { memberText } from "../iam/member";
import { reaches, type Scope, scopeKey } from "../iam/scope";
import type { AccountRef } from "./accounts";
import { accountsAmong, administeringMembers, administratorsOf } from "./administrators";
import { type Impersonation, impersonationGraph } from "./graph";
import { grouped } from "../stack/grouped";
import { remembered } from "../stack/remembered";

/** Somebody who can act as Segment's account, or as an account that can. */
export interface Impersonator {
  readonly segment: SegmentAccount;
  /** As the grant names it; undefined while it is not known. */
  readonly member?: string;
  /** Whom the grant names. */
  readonly ref: MemberRef;
  readonly impersonation: Impersonation;
  /** The account that the grant is about: Segment's own, or one that can act as it. */
  readonly target: AccountRef;
  /** How many accounts are between it and Segment's. */
  readonly steps: number;
  /** True where the account that it can act as is an administrator, who may act as Segment's without a finding. */
  readonly throughAdministrator: boolean;
}

/**
 * Who can act as Segment's accounts: members with such a role on the account itself, and members with one on the
 * project or above who do not administer the project. Basic roles there are not reported: administrators hold
 * them.
 */
export const impersonators = remembered((assessment: Assessment): readonly Impersonator[] => {
  const { accounts } = assessment;
  if (accounts.length === 0) return [];
  const graph = impersonationGraph(assessment);
  const ours = new Set<string | undefined>(accounts.map(({ segment }) => segment.identity));
  const onAccount = grouped(graph.impersonations, ({ account }) => account);
  const wide = graph.impersonations.filter(
    ({ account, role, grant, scope }) =>
      account === undefined && scope.kind !== "folder" && !grant.onRequest && !isExempt(role, grant.member),
  );
  const isAdministrator = administratorsOf(assessment.grants);
  const administrating = administeringMembers(assessment.grants);
  return accounts.flatMap(({ segment }) => {
    const found: Impersonator[] = [];
    const seen = new Set<string>();
    const reached = new Set<string | undefined>();
    const queue: Step[] = [
      { account: graph.accounts.get(segment.identity), steps: 0, throughAdministrator: false },
      ...accountsAmong(assessment, administrating(scopeOf(segment)), graph.accounts.all)
        .filter((email) => !ours.has(email))
        .map((email) => ({ account: graph.accounts.get(email), steps: 1, throughAdministrator: true })),
    ];
    for (const { account, throughAdministrator } of queue)
      if (throughAdministrator) reached.add(account.identity);
    for (let next = 0; next < queue.length; next++) {
      const { account, steps, throughAdministrator } = queue[next] as Step;
      const scope = scopeOf(account);
      const above = wideOn(scope, wide, seen).filter(({ grant }) => !isAdministrator(grant.member, scope));
      for (const impersonation of [...(onAccount.get(account.identity) ?? []), ...above]) {
        const { member } = impersonation.grant;
        const identity = identityOf(member);
        // What Segment's own accounts can act as is the other rule's.
        if (isNobody(member) || isAgent(member) || ours.has(identity)) continue;
        // Above the account it may be an administrator: that is a question, not a finding.
        if (member.kind === "unknown" && impersonation.account === undefined) continue;
        if (throughAdministrator && isAdministrator(member, scopeOf(segment))) continue;
        // On the way only who is new counts: the others are found where they are nearest.
        if (steps > 0 && reached.has(identity)) continue;
        const key = JSON.stringify([
          textOf(member) ?? impersonation.grant.urn,
          impersonation.role,
          scopeKey(impersonation.scope),
        ]);
        if (seen.has(key)) continue;
        seen.add(key);
        found.push({
          segment,
          member: textOf(member),
          ref: member,
          impersonation,
          target: account,
          steps,
          throughAdministrator,
        });
        if (identity === undefined || reached.has(identity)) continue;
        reached.add(identity);
        queue.push({ account: graph.accounts.get(identity), steps: steps + 1, throughAdministrator });
      }
    }
    return found;
  });
});

interface Step {
  readonly account: AccountRef;
  readonly steps: number;
  readonly throughAdministrator: boolean;
}

/** The grants above an account that have not been looked at: those of a project once, for all accounts in it. */
function wideOn(scope: AccountScope, wide: readonly Impersonation[], seen: Set<string>): Impersonation[] {
  const key = `above ${scope.project}`;
  if (seen.has(key)) return [];
  seen.add(key);
  return wide.filter((impersonation) => reaches(impersonation.scope, scope));
}

export type AccountScope = Scope & { readonly kind: "serviceAccount" };

/** An account as a scope; while its project is not known no project's grants reach it. */
export function scopeOf({ identity, project }: Pick<AccountRef, "identity" | "project">): AccountScope {
  return { kind: "serviceAccount", project: project ?? "-", email: identity };
}

/** Basic roles, and Google's own agents, which nobody but Google's services can act as. */
export function isExempt(role: string, member: MemberRef): boolean {
  return basicRoles.some((basic) => basic.role === role) || isAgent(member);
}

function isAgent(member: MemberRef): boolean {
  const email = identityOf(member);
  return email !== undefined && isServiceAgent(email);
}

/** Members that stand for nobody. */
export function isNobody(member: MemberRef): boolean {
  return member.kind === "named" && (member.member.kind === "deleted" || member.member.kind === "invalid");
}

export function textOf(member: MemberRef): string | undefined {
  if (member.kind === "named") return memberText(member.member);
  return member.kind === "account" && !member.identity.startsWith("urn:")
    ? `serviceAccount:${member.identity}`
    : undefined;
}
