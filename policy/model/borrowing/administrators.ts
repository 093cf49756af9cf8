import type { Grant, MemberRef } from "../grants";
import { memberText } from "../members";
import { reaches, scopeKey, type Scope } from "../scope";
import { identityOf } from "./heldBy";

/** Whoever has this on a project can give itself everything in it. */
const administers = "resourcemanager.projects.setIamPolicy";

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

/** By member, and by the key of the scope; nobody who is not known is in it. */
type Administered = Map<string | undefined, Map<string, Scope>>;

function administered(grants: readonly Grant[]): Administered {
  const found: Administered = new Map();
  for (const { role, scope, member, condition, onRequest } of grants) {
    if (onRequest === true) continue;
    // Under a condition it may be an administrator of little.
    if (role.kind !== "known" || condition !== null || !role.permissions.includes(administers)) continue;
    const key = keyOf(member);
    if (key === undefined) continue;
    found.set(key, (found.get(key) ?? new Map<string, Scope>()).set(scopeKey(scope), scope));
  }
  return found;
}

function keyOf(member: MemberRef): string | undefined {
  return identityOf(member) ?? (member.kind === "named" ? memberText(member.member) : undefined);
}
