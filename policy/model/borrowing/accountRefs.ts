import { accountMember, projectOfEmail, stackAccounts } from "../accounts";
import type { Grant } from "../grants";
import type { Scope } from "../scope";
import type { Stack } from "../stack";
import { identityOf } from "./heldBy";

/** A service account that the stack makes or names. */
export interface AccountRef {
  readonly identity: string;
  readonly project?: string;
  /** As a member. */
  readonly member: string;
}

/** The service accounts that a stack makes or names, by identity and by where they lie. */
export interface AccountRefs {
  get(identity: string): AccountRef;
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
    // Which projects lie below a folder or an organization is not in a stack: all may.
    below: (scope) => (scope.kind === "project" ? (byProject.get(scope.project) ?? []) : all),
  };
}
