import type { Membership, Through } from "../access/effectiveGrants";
import { accountMember, projectOfEmail, stackAccounts } from "../iam/account";
import { type Grant, identityOf, type MemberRef } from "../iam/grants";
import type { Member } from "../iam/member";
import type { Scope } from "../iam/scope";
import type { Stack } from "../stack/stack";

/** Something granted, and how an account has it. */
export interface Held<T> {
  readonly held: T;
  readonly via: Through;
}

/**
 * An index of grants by account: without it, a chain of hundreds of accounts would
 * look at every grant for each of them.
 */
export function heldBy<T>(
  all: readonly T[],
  grantOf: (one: T) => Grant,
  includes: Membership,
): (account: AccountRef) => Held<T>[] {
  const direct = new Map<string, T[]>();
  const shared: T[] = [];
  for (const one of all) {
    const { member } = grantOf(one);
    const identity = identityOf(member);
    if (identity !== undefined) {
      const same = direct.get(identity);
      if (same) same.push(one);
      else direct.set(identity, [one]);
    } else if (mayHoldAccounts(member)) shared.push(one);
  }
  return (account) => [
    ...(direct.get(account.identity) ?? []).map((held) => ({ held, via: {} })),
    ...shared.flatMap((held) => {
      const via = includes(grantOf(held).member, account);
      return via === undefined ? [] : [{ held, via }];
    }),
  ];
}

/** Members that may hold several accounts. */
const holders: ReadonlySet<Member["kind"]> = new Set([
  "group",
  "allUsers",
  "allAuthenticatedUsers",
  "projectRole",
  "projectServiceAccounts",
  "ancestorServiceAccounts",
]);

function mayHoldAccounts(member: MemberRef): boolean {
  return member.kind === "named" && holders.has(member.member.kind);
}

/** A service account that the stack makes or names. */
export interface AccountRef {
  readonly identity: string;
  readonly project?: string;
  /** As a member. */
  readonly member: string;
}

/** The service accounts that a stack makes or names, by identity and by project. */
export interface AccountRefs {
  get(identity: string): AccountRef;
  /** Those that are known from the beginning. */
  readonly all: readonly AccountRef[];
  /** Those that a grant on the scope reaches. */
  below(scope: Scope): readonly AccountRef[];
}

export function accountRefs(stack: Stack, grants: readonly Grant[]): AccountRefs {
  const byIdentity = new Map<string, AccountRef>();
  for (const account of stackAccounts(stack)) {
    const { identity, project } = account;
    byIdentity.set(identity, { identity, project, member: accountMember(account) });
  }
  const refTo = (identity: string): AccountRef => {
    const known = byIdentity.get(identity);
    if (known) return known;
    const named = { identity, project: projectOfEmail(identity), member: `serviceAccount:${identity}` };
    byIdentity.set(identity, named);
    return named;
  };
  for (const { member, scope, unknown } of grants) {
    const identity = identityOf(member);
    if (identity !== undefined) refTo(identity);
    if (scope.kind === "serviceAccount" && unknown.length === 0) refTo(scope.email);
  }
  const all = [...byIdentity.values()];
  const byProject = new Map<string | undefined, AccountRef[]>();
  for (const account of all) {
    const same = byProject.get(account.project);
    if (same) same.push(account);
    else byProject.set(account.project, [account]);
  }
  return {
    get: refTo,
    all,
    // Which projects lie below a folder or an organization is not in a stack: all may.
    below: (scope) => (scope.kind === "project" ? (byProject.get(scope.project) ?? []) : all),
  };
}
