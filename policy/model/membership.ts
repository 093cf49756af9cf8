import { basicRoles } from "../knowledge/basicRoles";
import { stackAccount } from "./accounts";
import type { Grant, MemberRef } from "./grants";
import { bare, knownText } from "./location";
import { isObject } from "./plain";
import type { Resource } from "./resource";
import { reaches } from "./scope";
import { sourcesOf, type Stack } from "./stack";
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
  const groups = groupMembers(stack);
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
        return groups.get(member.email)?.has(identity) ? { through: `group:${member.email}` } : undefined;
      case "projectServiceAccounts":
        return project !== undefined && (numbers.get(member.number) ?? member.number) === project
          ? { through: `all service accounts of project ${project}` }
          : undefined;
      case "ancestorServiceAccounts":
        return { through: `all service accounts of ${member.ancestor} ${member.number}` };
      case "user":
      case "domain":
      case "deleted":
      case "projectRole":
      case "federated":
      case "invalid":
      case "other":
        return undefined;
    }
  };
  const basic = grants.filter(
    ({ role }) => role.kind === "known" && basicRoles.some((known) => known.role === role.name),
  );
  return (ref, subject) => {
    if (ref.kind !== "named" || ref.member.kind !== "projectRole") return withoutBasicRoles(ref, subject);
    const { role, project } = ref.member;
    const holds = basic.some(
      (grant) =>
        grant.role.kind === "known" &&
        grant.role.name === role &&
        reaches(grant.scope, { kind: "project", project }) &&
        withoutBasicRoles(grant.member, subject) !== undefined,
    );
    return holds ? { through: `${role} on project ${project}` } : undefined;
  };
}

/** Who the stack puts into which group: address of the group to identities. */
function groupMembers(stack: Stack): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>();
  for (const resource of stack.ofType(types.groupMembership)) {
    const group = groupAddress(stack, resource);
    const who = memberAddress(stack, resource);
    if (group === undefined || who === undefined) continue;
    members.set(group, (members.get(group) ?? new Set()).add(who));
  }
  return nested(members);
}

/** A membership of which it is not known who gets into which group. */
export interface OpenMembership {
  readonly resource: Resource;
  /** Address of the group, where that much is known. */
  readonly group?: string;
  /** Identity of the member, where that much is known. */
  readonly member?: string;
}

export function openMemberships(stack: Stack): OpenMembership[] {
  return stack.ofType(types.groupMembership).flatMap((resource) => {
    const group = groupAddress(stack, resource);
    const member = memberAddress(stack, resource);
    return group !== undefined && member !== undefined ? [] : [{ resource, group, member }];
  });
}

/** A group's members are also members of the groups that it belongs to; cycles end where nothing is added. */
function nested(direct: Map<string, Set<string>>): Map<string, Set<string>> {
  for (let grew = true; grew;) {
    grew = false;
    for (const members of direct.values()) {
      const before = members.size;
      for (const member of [...members]) for (const inner of direct.get(member) ?? []) members.add(inner);
      grew ||= members.size > before;
    }
  }
  return direct;
}

function groupAddress(stack: Stack, membershipResource: Resource): string | undefined {
  const name = knownText(membershipResource.props, "group");
  const groups = stack.ofType(types.group);
  const found =
    groups.find((group) => name !== undefined && knownText(group.props, "name") === name) ??
    sourcesOf(stack, membershipResource, "group").find(({ type }) => type === types.group);
  const address = found?.props["groupKey"];
  return isObject(address) ? knownText(address, "id")?.toLowerCase() : undefined;
}

const memberKeys = ["preferredMemberKey", "memberKey"] as const;

function memberAddress(stack: Stack, membershipResource: Resource): string | undefined {
  for (const property of memberKeys) {
    const value = membershipResource.props[property];
    const id = isObject(value) ? knownText(value, "id") : undefined;
    if (id !== undefined) return id.toLowerCase();
  }
  const [made, ...others] = memberKeys
    .flatMap((property) => sourcesOf(stack, membershipResource, property))
    .filter(({ type }) => type === types.account);
  return made && others.length === 0 ? stackAccount(stack, made).identity : undefined;
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
