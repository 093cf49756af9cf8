import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import { impersonationAmong } from "../facts/permissions";
import { basicRoles } from "../facts/roles";
import { readCondition } from "../iam/condition/readCondition";
import { isServiceAgent } from "../iam/account";
import { type Grant, type MemberRef, identityOf } from "../iam/grants";
import { memberText } from "../iam/member";
import { reaches, reachesAccounts, type Scope, scopeKey } from "../iam/scope";
import { isNumber, sourcesOf } from "../stack/stack";
import * as types from "../stack/types";
import type { AccountRef } from "./accounts";
import { impersonationGraph } from "./graph";
import type { Impersonation } from "./permissions";

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
  /** How many accounts lie between it and Segment's. */
  readonly steps: number;
  /** True where the account that it can act as is an administrator, who may act as Segment's without a finding. */
  readonly throughAdministrator: boolean;
}

/**
 * Who can act as Segment's accounts: whoever is named for it on the account itself, and whoever holds such a role on the
 * project or above without being the project's administrator. Basic roles there are no finding: administrators hold
 * them.
 */
export function impersonators(assessment: Assessment): Impersonator[] {
  const { accounts } = assessment;
  const graph = impersonationGraph(assessment);
  const ours = new Set<string | undefined>(accounts.map(({ segment }) => segment.identity));
  const onAccount = grouped(graph.impersonations);
  const wide = graph.impersonations.filter(
    ({ account, role, grant, scope }) =>
      account === undefined && scope.kind !== "folder" && !grant.onRequest && !isExempt(role, grant.member),
  );
  const isAdministrator = administratorsOf(assessment.grants);
  const administrators = administratorAccounts(assessment.grants);
  return accounts.flatMap(({ segment }) => {
    const found: Impersonator[] = [];
    const seen = new Set<string>();
    const reached = new Set<string | undefined>();
    const queue: Step[] = [
      { account: graph.accounts.get(segment.identity), steps: 0, throughAdministrator: false },
      ...administrators(scopeOf(segment))
        .filter((email) => !ours.has(email) && !isServiceAgent(email))
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
}

interface Step {
  readonly account: AccountRef;
  readonly steps: number;
  readonly throughAdministrator: boolean;
}

function grouped(impersonations: readonly Impersonation[]): Map<string | undefined, Impersonation[]> {
  const found = new Map<string | undefined, Impersonation[]>();
  for (const impersonation of impersonations) {
    const same = found.get(impersonation.account);
    if (same) same.push(impersonation);
    else found.set(impersonation.account, [impersonation]);
  }
  return found;
}

/** The grants above an account that have not been looked at: those of a project once, for all accounts in it. */
function wideOn(scope: AccountScope, wide: readonly Impersonation[], seen: Set<string>): Impersonation[] {
  const key = `above ${scope.project}`;
  if (seen.has(key)) return [];
  seen.add(key);
  return wide.filter((impersonation) => reaches(impersonation.scope, scope));
}

type AccountScope = Scope & { readonly kind: "serviceAccount" };

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

/** Grants on Segment's accounts themselves of custom roles that the stack does not make: they may be such roles. */
export interface UnresolvedGrant {
  readonly segment: SegmentAccount;
  readonly grant: Grant;
  readonly role: string;
  readonly member: string;
}

export function unresolvedGrants({ accounts, grants }: Assessment): UnresolvedGrant[] {
  const byIdentity = new Map(accounts.map(({ segment }) => [segment.identity, segment]));
  return grants.flatMap((grant): UnresolvedGrant[] => {
    const { scope, role, member } = grant;
    if (scope.kind !== "serviceAccount" || role.kind !== "unresolved" || isNobody(member)) return [];
    const segment = byIdentity.get(scope.email);
    // A predefined role that the catalogue leaves out held no such permission when the catalogue was made.
    if (!segment || role.name.startsWith("roles/") || identityOf(member) === segment.identity) return [];
    return [{ segment, grant, role: role.name, member: textOf(member) ?? "somebody who is not known yet" }];
  });
}

/** A grant by which somebody may come to act as Segment's account, once more is known. */
export interface UndeterminedImpersonator {
  readonly segment: SegmentAccount;
  readonly grant: Grant;
  /** What is not known yet. */
  readonly property: string;
  /** The account that can act as Segment's, where the grant is about that one. */
  readonly target?: AccountRef;
}

/** What is unknown until the update of who can act as Segment's accounts, and as the accounts that can. */
export function undeterminedImpersonators(assessment: Assessment): UndeterminedImpersonator[] {
  const { accounts, grants, now } = assessment;
  const isAdministrator = administratorsOf(grants);
  const open = grants.filter(
    ({ scope, role, member, condition, unknown, onRequest }) =>
      reachesAccounts(scope) &&
      !onRequest &&
      !isNobody(member) &&
      (role.kind === "unknown" ||
        member.kind === "unknown" ||
        unknown.length > 0 ||
        scope.kind === "folder" ||
        readCondition(condition, now).kind === "unknown"),
  );
  if (open.length === 0) return [];
  const found = impersonators(assessment);
  return open.flatMap((grant) =>
    accounts.flatMap(({ segment }): UndeterminedImpersonator[] => {
      const property = openProperty(assessment, segment, grant, isAdministrator);
      if (property !== undefined) return [{ segment, grant, property }];
      const target = found.find(
        (one) => one.segment === segment && mayActAs(assessment, one, grant, isAdministrator),
      );
      if (target === undefined || grant.role.kind !== "unknown") return [];
      return [{ segment, grant, property: grant.role.property, target: accountOf(assessment, target) }];
    }),
  );
}

function openProperty(
  assessment: Assessment,
  segment: SegmentAccount,
  grant: Grant,
  isAdministrator: ReturnType<typeof administratorsOf>,
): string | undefined {
  const { role, scope, member, unknown } = grant;
  if (identityOf(member) === segment.identity) return undefined;
  const borrows = role.kind === "known" && impersonationAmong(role.permissions).length > 0;
  const account = scopeOf(segment);
  if (scope.kind === "serviceAccount") {
    const [open] = unknown;
    if (open === undefined ? scope.email !== segment.identity : !mayBe(assessment, segment, grant, open))
      return undefined;
    if (role.kind === "unknown") return role.property;
    return borrows ? (open ?? openCondition(assessment, grant)) : undefined;
  }
  if (role.kind === "unknown")
    return mayHoldAbove(assessment, grant, account, isAdministrator) ? role.property : undefined;
  if (!borrows || isExempt(role.name, member)) return undefined;
  if (unknown.length > 0) return unknown[0];
  if (!reaches(scope, account) || isAdministrator(member, account)) return undefined;
  if (member.kind === "unknown") return member.property;
  // Which projects lie in a folder is not in a stack.
  return scope.kind === "folder" ? "folder" : openCondition(assessment, grant);
}

/** Whether a role that is not known yet may let its holder, no administrator, act as an account below. */
function mayHoldAbove(
  { now }: Assessment,
  { scope, member, unknown, condition }: Grant,
  account: AccountScope,
  isAdministrator: ReturnType<typeof administratorsOf>,
): boolean {
  if (unknown.length === 0 && (!reaches(scope, account) || isAdministrator(member, account))) return false;
  return !["never", "narrows"].includes(readCondition(condition, now).kind);
}

/** Whether a role that is not known yet is granted on somebody who can act as Segment's account. */
function mayActAs(
  assessment: Assessment,
  { ref }: Impersonator,
  grant: Grant,
  isAdministrator: ReturnType<typeof administratorsOf>,
): boolean {
  const identity = identityOf(ref);
  if (identity === undefined || grant.role.kind !== "unknown" || identityOf(grant.member) === identity)
    return false;
  const account = scopeOf(impersonationGraph(assessment).accounts.get(identity));
  return grant.scope.kind === "serviceAccount"
    ? grant.unknown.length === 0 && grant.scope.email === identity
    : mayHoldAbove(assessment, grant, account, isAdministrator);
}

function accountOf(assessment: Assessment, { ref }: Impersonator): AccountRef | undefined {
  const identity = identityOf(ref);
  return identity === undefined ? undefined : impersonationGraph(assessment).accounts.get(identity);
}

function openCondition({ now }: Assessment, { condition }: Grant): string | undefined {
  return readCondition(condition, now).kind === "unknown" ? "condition" : undefined;
}

/** Whether the account that a grant is on may be Segment's: not where it comes from other accounts of the stack only. */
function mayBe(
  { stack }: Assessment,
  { account, project }: SegmentAccount,
  grant: Grant,
  property: string,
): boolean {
  const { scope } = grant;
  if ("project" in scope && ![undefined, "-", project].includes(scope.project)) return false;
  // The stack's own accounts are known by their number once it is known.
  if (account?.uniqueId !== undefined && scope.kind === "serviceAccount" && isNumber(scope.email))
    return false;
  const resource = stack.get(grant.urn);
  const from = resource === undefined ? [] : sourcesOf(stack, resource, property);
  const made = from.filter(({ type }) => type === types.account);
  return made.length === 0 || made.some(({ urn }) => urn === account?.urn);
}

/** Whoever has this on a project can give itself everything in it. */
const administers = "resourcemanager.projects.setIamPolicy";

/** The basic role that is to follow owner (Google's change log of 2026-10-20); the catalogue is older. */
const newOwner = "roles/admin";

/** Tells whether a member administers the project that a scope lies in, by the stack's grants. */
export function administratorsOf(grants: readonly Grant[]): (member: MemberRef, scope: Scope) => boolean {
  let scopes: Administered | undefined;
  return (member, scope) => {
    if (member.kind === "named" && member.member.kind === "projectRole")
      return (
        member.member.role === "roles/owner" && "project" in scope && scope.project === member.member.project
      );
    scopes ??= administered(grants);
    const held = scopes.get(keyOf(member));
    return held !== undefined && [...held.values()].some((one) => reaches(one, scope));
  };
}

/** The service accounts that administer the project in which an account lies. */
function administratorAccounts(grants: readonly Grant[]): (scope: Scope) => string[] {
  let scopes: Administered | undefined;
  return (scope) => {
    scopes ??= administered(grants);
    return [...scopes].flatMap(([key, held]) =>
      key !== undefined &&
      key.includes("@") &&
      !key.includes(":") &&
      [...held.values()].some((one) => one.kind !== "folder" && reaches(one, scope))
        ? [key]
        : [],
    );
  };
}

/** By member, and by the key of the scope; nobody who is not known is in it. */
type Administered = Map<string | undefined, Map<string, Scope>>;

function administered(grants: readonly Grant[]): Administered {
  const found: Administered = new Map();
  for (const { role, scope, member, condition, onRequest } of grants) {
    if (onRequest === true) continue;
    // Under a condition it may be an administrator of little.
    if (role.kind === "unknown" || condition !== null) continue;
    const holds = role.kind === "known" && role.permissions.includes(administers);
    if (!holds && role.name !== newOwner) continue;
    const key = keyOf(member);
    if (key === undefined) continue;
    found.set(key, (found.get(key) ?? new Map<string, Scope>()).set(scopeKey(scope), scope));
  }
  return found;
}

function keyOf(member: MemberRef): string | undefined {
  return identityOf(member) ?? (member.kind === "named" ? memberText(member.member) : undefined);
}
