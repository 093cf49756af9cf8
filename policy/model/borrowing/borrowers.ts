import { basicRoles } from "../../knowledge/basicRoles";
import type { Assessment } from "../assessment";
import type { Grant, MemberRef } from "../grants";
import { memberText } from "../members";
import { reaches, scopeKey, type Scope } from "../scope";
import type { Subject } from "../subject";
import type { AccountRef } from "./accountRefs";
import { administratorsOf } from "./administrators";
import { identityOf } from "./heldBy";
import { lendingOf } from "./lending";
import type { Power } from "./power";

/** Somebody who can act as Segment's account, or as an account that can. */
export interface Borrower {
  readonly subject: Subject;
  /** As the grant names it; undefined while it is not known. */
  readonly member?: string;
  /** Whom the grant names. */
  readonly ref: MemberRef;
  readonly power: Power;
  /** The account that the grant is about: Segment's own, or one that can act as it. */
  readonly target: AccountRef;
  /** How many accounts lie between it and Segment's. */
  readonly steps: number;
}

/**
 * Who can act as Segment's accounts: whoever is named for it on the account itself, and whoever holds such a role on the
 * project or above without being the project's administrator. Basic roles there are no finding: administrators hold
 * them.
 */
export function borrowers(assessment: Assessment): Borrower[] {
  const { accounts } = assessment;
  const lending = lendingOf(assessment);
  const ours = new Set<string | undefined>(accounts.map(({ subject }) => subject.identity));
  const onAccount = grouped(lending.powers);
  const wide = lending.powers.filter(
    ({ account, role, grant }) => account === undefined && !grant.onRequest && !isExempt(role, grant.member),
  );
  const isAdministrator = administratorsOf(assessment.grants);
  return accounts.flatMap(({ subject }) => {
    const found: Borrower[] = [];
    const seen = new Set<string>();
    const reached = new Set<string | undefined>();
    const queue: { account: AccountRef; steps: number }[] = [
      { account: lending.accounts.get(subject.identity), steps: 0 },
    ];
    for (let next = 0; next < queue.length; next++) {
      const { account, steps } = queue[next] as (typeof queue)[number];
      const scope = scopeOf(account);
      const above = wideOn(scope, wide, seen).filter(({ grant }) => !isAdministrator(grant.member, scope));
      for (const power of [...(onAccount.get(account.identity) ?? []), ...above]) {
        const { member } = power.grant;
        const identity = identityOf(member);
        // What Segment's own accounts can act as is the other rule's.
        if (isNobody(member) || ours.has(identity)) continue;
        // Above the account it may be an administrator: that is a question, not a finding.
        if (member.kind === "unknown" && power.account === undefined) continue;
        // On the way only who is new counts: the others are found where they are nearest.
        if (steps > 0 && reached.has(identity)) continue;
        const key = JSON.stringify([textOf(member) ?? power.grant.urn, power.role, scopeKey(power.scope)]);
        if (seen.has(key)) continue;
        seen.add(key);
        found.push({ subject, member: textOf(member), ref: member, power, target: account, steps });
        if (identity === undefined || reached.has(identity)) continue;
        reached.add(identity);
        queue.push({ account: lending.accounts.get(identity), steps: steps + 1 });
      }
    }
    return found;
  });
}

function grouped(powers: readonly Power[]): Map<string | undefined, Power[]> {
  const found = new Map<string | undefined, Power[]>();
  for (const power of powers) {
    const same = found.get(power.account);
    if (same) same.push(power);
    else found.set(power.account, [power]);
  }
  return found;
}

/** The grants above an account that have not been looked at: those of a project once, for all accounts in it. */
function wideOn(scope: AccountScope, wide: readonly Power[], seen: Set<string>): Power[] {
  const key = `above ${scope.project}`;
  if (seen.has(key)) return [];
  seen.add(key);
  return wide.filter((power) => reaches(power.scope, scope));
}

type AccountScope = Scope & { readonly kind: "serviceAccount" };

/** An account as a scope; while its project is not known no project's grants reach it. */
export function scopeOf({ identity, project }: Pick<AccountRef, "identity" | "project">): AccountScope {
  return { kind: "serviceAccount", project: project ?? "-", email: identity };
}

/** Basic roles, and the roles of Google's own agents, which nobody but Google's services can act as. */
export function isExempt(role: string, member: MemberRef): boolean {
  if (basicRoles.some((basic) => basic.role === role)) return true;
  const email = identityOf(member);
  return email !== undefined && /serviceAgent/i.test(role) && serviceAgent.test(email);
}

/** Projects that are Google's: nobody else can make an account in them; see https://cloud.google.com/iam/docs/service-agents */
const serviceAgent =
  /^service-[0-9]+@(?:gcp-sa-[a-z0-9-]+|compute-system|container-engine-robot|gcf-admin-robot|serverless-robot-prod|dataflow-service-producer-prod|dataproc-accounts|cloudcomposer-accounts|gcp-gae-service|cloud-ml\.google\.com)\.iam\.gserviceaccount\.com$/;

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

/** Grants on Segment's accounts themselves of custom roles that the stack does not make: they may be such roles. */
export interface ForeignGrant {
  readonly subject: Subject;
  readonly grant: Grant;
  readonly role: string;
  readonly member: string;
}

export function foreignGrants({ accounts, grants }: Assessment): ForeignGrant[] {
  const byIdentity = new Map(accounts.map(({ subject }) => [subject.identity, subject]));
  return grants.flatMap((grant): ForeignGrant[] => {
    const { scope, role, member } = grant;
    if (scope.kind !== "serviceAccount" || role.kind !== "foreign" || isNobody(member)) return [];
    const subject = byIdentity.get(scope.email);
    // A predefined role that the catalogue leaves out held no such permission when the catalogue was made.
    if (!subject || role.name.startsWith("roles/") || identityOf(member) === subject.identity) return [];
    return [{ subject, grant, role: role.name, member: textOf(member) ?? "somebody who is not known yet" }];
  });
}
