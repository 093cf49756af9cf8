import { type ConditionEffect, readCondition } from "../iam/condition/readCondition";
import type { Grant, MemberRef } from "../iam/grants";
import { groupsOf } from "../iam/group";
import type { BasicRole } from "../iam/member";
import { reaches, type Scope } from "../iam/scope";
import type { Stack } from "../stack/stack";
import type { SegmentAccount } from "./account";

/** A grant that one account has: its scope after its condition is read. */
export interface EffectiveGrant {
  readonly grant: Grant;
  readonly via: Through;
  /** Where it works; none when its condition never holds. */
  readonly at: readonly Scope[];
  readonly condition: ConditionEffect;
  /** Why the condition narrows nothing, or never holds. */
  readonly conditionNote?: string;
  /** True while the condition is not known. */
  readonly conditionUnknown: boolean;
}

/** What the account holds through the grants, in the grants' order. */
export function effectiveGrantsOf(
  segment: SegmentAccount,
  grants: readonly Grant[],
  includes: Membership,
  now: Date,
): EffectiveGrant[] {
  return grants.flatMap((grant) => {
    const via = includes(grant.member, segment);
    return via ? [{ grant, via, ...whereItWorks(grant, now) }] : [];
  });
}

function whereItWorks(grant: Grant, now: Date): Omit<EffectiveGrant, "grant" | "via"> {
  const condition = readCondition(grant.condition, now);
  return {
    condition,
    at: placesLeft(grant, condition),
    conditionNote: "why" in condition ? condition.why : undefined,
    conditionUnknown: condition.kind === "unknown",
  };
}

/** The scopes that a condition leaves of the one granted on; all of it where that one is not known yet. */
function placesLeft({ scope: granted, unknown }: Grant, condition: ConditionEffect): Scope[] {
  if (condition.kind === "never") return [];
  if (condition.kind !== "narrows" || unknown.length > 0) return [granted];
  const narrow = condition.scopes.map(({ project, dataset, table }): Scope =>
    table === undefined ? { kind: "dataset", project, dataset } : { kind: "table", project, dataset, table },
  );
  return narrow.flatMap((scope) =>
    reaches(granted, scope) ? [scope] : reaches(scope, granted) ? [granted] : [],
  );
}

/** How an account has a grant: named itself, or `through` something it belongs to. */
export interface Through {
  readonly through?: string;
}

/** Tells whether, and how, a grant's member includes an account. */
export type Membership = (
  member: MemberRef,
  segment: Pick<SegmentAccount, "identity" | "project">,
) => Through | undefined;

/** Works out group memberships, project numbers and basic roles from the stack. */
export function membership(stack: Stack, grants: readonly Grant[]): Membership {
  const groups = groupsOf(stack);
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
        return stack.projectId(member.number) === project
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
  return (ref, segment) => {
    if (ref.kind !== "named" || ref.member.kind !== "projectRole") return withoutBasicRoles(ref, segment);
    const { role, project } = ref.member;
    const holds = basic[role].some(
      ({ scope, member }) =>
        reaches(scope, { kind: "project", project }) && withoutBasicRoles(member, segment) !== undefined,
    );
    return holds ? { through: `${role} on project ${project}` } : undefined;
  };
}
