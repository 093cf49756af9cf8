import type { Grant, MemberRef } from "../grants";
import { memberText } from "../members";
import { reaches, scopeKey, type Scope } from "../scope";
import { identityOf } from "./heldBy";

/** Whoever has this on a project can give itself everything in it. */
const administers = "resourcemanager.projects.setIamPolicy";

/** Tells whether a member administers the project that a scope lies in, by the stack's grants. */
export function administratorsOf(grants: readonly Grant[]): (member: MemberRef, scope: Scope) => boolean {
  let scopes: Map<string, Map<string, Scope>> | undefined;
  return (member, scope) => {
    if (member.kind === "named" && member.member.kind === "projectRole")
      return (
        member.member.role === "roles/owner" && "project" in scope && scope.project === member.member.project
      );
    const key = keyOf(member);
    scopes ??= administered(grants);
    const held = key === undefined ? undefined : scopes.get(key);
    return held !== undefined && [...held.values()].some((one) => reaches(one, scope));
  };
}

function administered(grants: readonly Grant[]): Map<string, Map<string, Scope>> {
  const found = new Map<string, Map<string, Scope>>();
  for (const { role, scope, member, condition, onRequest } of grants) {
    // Under a condition it may be an administrator of little.
    if (onRequest === true) continue;
    if (role.kind !== "known" || condition !== null || !role.permissions.includes(administers)) continue;
    const key = keyOf(member);
    if (key === undefined) continue;
    found.set(key, (found.get(key) ?? new Map<string, Scope>()).set(scopeKey(scope), scope));
  }
  return found;
}

function keyOf(member: MemberRef): string | undefined {
  const identity = identityOf(member);
  if (identity !== undefined) return `serviceAccount:${identity}`;
  return member.kind === "named" ? memberText(member.member) : undefined;
}
