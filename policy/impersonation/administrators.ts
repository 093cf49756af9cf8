import type { Assessment } from "../access/assessment";
import { isServiceAgent } from "../iam/account";
import { type Grant, identityOf, type MemberRef } from "../iam/grants";
import { memberText } from "../iam/member";
import { reaches, type Scope, scopeKey } from "../iam/scope";
import type { AccountRef } from "./accounts";
import { remembered } from "../stack/remembered";

/** Its holder on a project can grant itself everything in the project. */
const administers = "resourcemanager.projects.setIamPolicy";

/** A stack grants a few roles many times, and basic roles hold thousands of permissions. */
const holdsIt = remembered((permissions: readonly string[]) => permissions.includes(administers));

/** The basic role that will replace owner (Google's change log of 2026-10-20); the catalogue is older. */
const newOwner = "roles/admin";

/** Whether a member administers the project of a scope, by the stack's grants. */
export type IsAdministrator = (member: MemberRef, scope: Scope) => boolean;

export function administratorsOf(grants: readonly Grant[]): IsAdministrator {
  return (member, scope) => {
    if (member.kind === "named" && member.member.kind === "projectRole")
      return (
        member.member.role === "roles/owner" && "project" in scope && scope.project === member.member.project
      );
    const held = administrators(grants).get(keyOf(member));
    return held !== undefined && [...held.scopes.values()].some((one) => reaches(one, scope));
  };
}

/** Who administers the project of an account, as the grants name them. */
export function administeringMembers(grants: readonly Grant[]): (scope: Scope) => MemberRef[] {
  return (scope) =>
    [...administrators(grants).values()].flatMap(({ member, scopes }) =>
      [...scopes.values()].some((one) => one.kind !== "folder" && reaches(one, scope)) ? [member] : [],
    );
}

/** The accounts among the members and in their groups, except Google's own agents. */
export function accountsAmong(
  { includes }: Assessment,
  members: readonly MemberRef[],
  accounts: readonly AccountRef[],
): string[] {
  const named = members.flatMap((member) => identityOf(member) ?? []);
  const groups = members.filter((member) => member.kind === "named" && member.member.kind === "group");
  const inGroups = accounts.filter((account) => groups.some((group) => includes(group, account)));
  const all = new Set([...named, ...inGroups.map(({ identity }) => identity)]);
  return [...all].filter((identity) => !isServiceAgent(identity));
}

/** By member; unknown members are left out. */
type Administrators = Map<
  string | undefined,
  { readonly member: MemberRef; readonly scopes: Map<string, Scope> }
>;

const administrators = remembered((grants: readonly Grant[]): Administrators => {
  const found: Administrators = new Map();
  for (const { role, scope, member, condition, onRequest } of grants) {
    if (onRequest === true) continue;
    // Under a condition it may be an administrator of little.
    if (role.kind === "unknown" || condition !== null) continue;
    const holds = role.kind === "known" && holdsIt(role.permissions);
    if (!holds && role.name !== newOwner) continue;
    const key = keyOf(member);
    if (key === undefined) continue;
    const held = found.get(key) ?? { member, scopes: new Map<string, Scope>() };
    held.scopes.set(scopeKey(scope), scope);
    found.set(key, held);
  }
  return found;
});

function keyOf(member: MemberRef): string | undefined {
  return identityOf(member) ?? (member.kind === "named" ? memberText(member.member) : undefined);
}
