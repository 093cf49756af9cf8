import type { Grant, MemberRef } from "./grants";
import { groupsOf } from "./groups";
import { bare, knownText } from "./location";
import type { BasicRole } from "./members";
import { reaches } from "./scope";
import type { Stack } from "./stack";
import type { Subject } from "./subject";
import * as types from "./types";

/** How a grant comes to an account: named itself, or `through` something it belongs to. */
export interface Via {
  readonly through?: string;
}

/** Tells whether, and how, a grant's member includes an account. */
export type Membership = (
  member: MemberRef,
  subject: Pick<Subject, "identity" | "project">,
) => Via | undefined;

/** Works out group memberships, project numbers and basic roles from the stack. */
export function membership(stack: Stack, grants: readonly Grant[]): Membership {
  const groups = groupsOf(stack);
  const numbers = projectNumbers(stack);
  const withoutBasicRoles: Membership = (ref, { identity, project }) => {
    if (ref.kind === "account") return ref.identity === identity ? {} : undefined;
    if (ref.kind === "unknown") return undefined;
    const { member } = ref;
    switch (member.kind) {
      case "serviceAccount":
        return member.email === identity ? {} : undefined;
      case "allUsers":
      case "allAuthenticatedUsers":
        return { through: member.kind };
      case "group":
        return groups(identity).has(member.email) ? { through: `group:${member.email}` } : undefined;
      case "projectServiceAccounts":
        return (numbers.get(member.number) ?? member.number) === project
          ? { through: `all service accounts of project ${project}` }
          : undefined;
      case "ancestorServiceAccounts":
        return { through: `all service accounts of ${member.ancestor} ${member.number}` };
      default:
        return undefined;
    }
  };
  const granting = (name: BasicRole) =>
    grants.filter(({ role }) => role.kind === "known" && role.name === name);
  const basic: Readonly<Record<BasicRole, readonly Grant[]>> = {
    "roles/owner": granting("roles/owner"),
    "roles/editor": granting("roles/editor"),
    "roles/viewer": granting("roles/viewer"),
  };
  return (ref, subject) => {
    if (ref.kind !== "named" || ref.member.kind !== "projectRole") return withoutBasicRoles(ref, subject);
    const { role, project } = ref.member;
    const holds = basic[role].some(
      ({ scope, member }) =>
        reaches(scope, { kind: "project", project }) && withoutBasicRoles(member, subject) !== undefined,
    );
    return holds ? { through: `${role} on project ${project}` } : undefined;
  };
}

/** Project ids by number, as far as the stack makes the projects. */
export function projectNumbers(stack: Stack): Map<string, string> {
  const numbers = new Map<string, string>();
  for (const { props } of stack.ofType(types.project)) {
    const number = knownText(props, "number");
    const id = knownText(props, "projectId");
    if (number !== undefined && id !== undefined) numbers.set(bare(number, "projects"), id);
  }
  return numbers;
}
