import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import { impersonationAmong } from "../facts/permissions";
import { readCondition } from "../iam/condition/readCondition";
import { type Grant, identityOf } from "../iam/grants";
import type { Role } from "../iam/role";
import { reaches } from "../iam/scope";
import { isNumber, sourcesOf } from "../stack/stack";
import * as types from "../stack/types";
import type { AccountRef } from "./accounts";
import { administratorsOf, type IsAdministrator } from "./administrators";
import { impersonationGraph, mayReachAccounts } from "./graph";
import {
  type AccountScope,
  type Impersonator,
  impersonators,
  isExempt,
  isNobody,
  scopeOf,
  textOf,
} from "./incoming";

/** Grants on Segment's accounts themselves of custom roles that the stack does not make: they may be such roles. */
export interface UnresolvedGrant {
  readonly segment: SegmentAccount;
  readonly grant: Grant;
  readonly role: string;
  readonly member: string;
}

export function unresolvedGrants({ accounts, grants, now }: Assessment): UnresolvedGrant[] {
  const byIdentity = new Map(accounts.map(({ segment }) => [segment.identity, segment]));
  return grants.flatMap((grant): UnresolvedGrant[] => {
    const { scope, role, member } = grant;
    if (scope.kind !== "serviceAccount" || !isUnresolvedCustom(role) || isNobody(member)) return [];
    const segment = byIdentity.get(scope.email);
    if (!segment || identityOf(member) === segment.identity || !mayReachAccounts(grant, now)) return [];
    return [{ segment, grant, role: role.name, member: textOf(member) ?? "somebody who is not known yet" }];
  });
}

/** A predefined role that the catalogue leaves out held no such permission when the catalogue was made. */
function isUnresolvedCustom(role: Role): role is Role & { readonly kind: "unresolved" } {
  return role.kind === "unresolved" && !role.name.startsWith("roles/");
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
  const open = grants.filter((grant) => {
    const { scope, role, member, unknown, onRequest } = grant;
    return (
      !onRequest &&
      !isNobody(member) &&
      (role.kind === "unknown" ||
        member.kind === "unknown" ||
        unknown.length > 0 ||
        scope.kind === "folder" ||
        openCondition(assessment, grant) !== undefined) &&
      mayReachAccounts(grant, now)
    );
  });
  if (open.length === 0) return [];
  const found = impersonators(assessment);
  return open.flatMap((grant) =>
    accounts.flatMap(({ segment }): UndeterminedImpersonator[] => {
      const property = openProperty(assessment, segment, grant, isAdministrator);
      if (property !== undefined) return [{ segment, grant, property }];
      const { role } = grant;
      if (role.kind !== "unknown") return [];
      const target = found.find(
        (one) => one.segment === segment && mayActAs(assessment, one, grant, isAdministrator),
      );
      if (target === undefined) return [];
      return [{ segment, grant, property: role.property, target: accountOf(assessment, target) }];
    }),
  );
}

function openProperty(
  assessment: Assessment,
  segment: SegmentAccount,
  grant: Grant,
  isAdministrator: IsAdministrator,
): string | undefined {
  const { role, scope, member, unknown } = grant;
  if (identityOf(member) === segment.identity) return undefined;
  const impersonates = role.kind === "known" && impersonationAmong(role.permissions).length > 0;
  const account = scopeOf(segment);
  if (scope.kind === "serviceAccount") {
    const [open] = unknown;
    if (open === undefined ? scope.email !== segment.identity : !mayBe(assessment, segment, grant, open))
      return undefined;
    if (role.kind === "unknown") return role.property;
    if (isUnresolvedCustom(role)) return open;
    return impersonates ? (open ?? openCondition(assessment, grant)) : undefined;
  }
  if (role.kind === "unknown")
    return mayHoldAbove(grant, account, isAdministrator) ? role.property : undefined;
  if (!impersonates || isExempt(role.name, member)) return undefined;
  if (unknown.length > 0) return unknown[0];
  if (!reaches(scope, account) || isAdministrator(member, account)) return undefined;
  if (member.kind === "unknown") return member.property;
  // Which projects lie in a folder is not in a stack.
  return scope.kind === "folder" ? "folder" : openCondition(assessment, grant);
}

/** Whether a role that is not known yet may let its holder, no administrator, act as an account below. */
function mayHoldAbove(
  { scope, member, unknown }: Grant,
  account: AccountScope,
  isAdministrator: IsAdministrator,
): boolean {
  return unknown.length > 0 || (reaches(scope, account) && !isAdministrator(member, account));
}

/** Whether a role that is not known yet is granted on somebody who can act as Segment's account. */
function mayActAs(
  assessment: Assessment,
  { ref }: Impersonator,
  grant: Grant,
  isAdministrator: IsAdministrator,
): boolean {
  const identity = identityOf(ref);
  if (identity === undefined || identityOf(grant.member) === identity) return false;
  const account = scopeOf(impersonationGraph(assessment).accounts.get(identity));
  return grant.scope.kind === "serviceAccount"
    ? grant.unknown.length === 0 && grant.scope.email === identity
    : mayHoldAbove(grant, account, isAdministrator);
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
