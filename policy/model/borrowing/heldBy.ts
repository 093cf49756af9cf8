import type { Grant, MemberRef } from "../grants";
import type { Member } from "../members";
import type { Membership, Via } from "../membership";
import type { AccountRef } from "./accountRefs";

/** Something granted, and the way in which it comes to an account. */
export interface Held<T> {
  readonly held: T;
  readonly via: Via;
}

/**
 * An index of grants by the account that they are made to, so that following a chain of hundreds of accounts does not
 * look at every grant for each.
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

/** The account that a grant is made to; undefined where it is made to anybody else. */
export function identityOf(member: MemberRef): string | undefined {
  if (member.kind === "account") return member.identity;
  return member.kind === "named" && member.member.kind === "serviceAccount" ? member.member.email : undefined;
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
