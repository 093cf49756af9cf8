import type { Grant } from "../iam/grants";
import {
  type GroupMembership,
  groupsOf,
  memberships as groupMemberships,
  openMemberships,
} from "../iam/group";
import type { Scope } from "../iam/scope";
import type { SegmentAccount } from "./account";
import type { AccountAccess, Assessment } from "./assessment";
import type { EffectiveGrant } from "./effectiveGrants";
import { excessAt } from "./excess";
import { isEverybody, isPublicOn } from "./publicAccess";

/** Something that can be judged only when more is known; says what, and on which resource. */
export type Undetermined =
  | {
      readonly kind: "role";
      readonly access: AccountAccess;
      readonly effective: EffectiveGrant;
      readonly property: string;
    }
  | {
      readonly kind: "permissions";
      readonly access: AccountAccess;
      readonly effective: EffectiveGrant;
      readonly role: string;
    }
  | {
      readonly kind: "excessive";
      readonly access: AccountAccess;
      readonly effective: EffectiveGrant;
      readonly scope: Scope;
      readonly role: string;
      readonly possible: readonly string[];
      readonly because: "scope" | "condition" | "sources";
    }
  | { readonly kind: "member"; readonly grant: Grant; readonly property: string }
  /** All service accounts of a project that is known by its number alone. */
  | {
      readonly kind: "project";
      readonly segment: SegmentAccount;
      readonly grant: Grant;
      readonly number: string;
    }
  | { readonly kind: "membership"; readonly membership: GroupMembership; readonly member?: string };

/** What is unknown until the update of the accounts' holdings, and of grants whose member is not known. */
export function undeterminedFacts(assessment: Assessment): Undetermined[] {
  const { accounts, grants } = assessment;
  const held = accounts.flatMap((access) =>
    access.effectiveGrants.flatMap((effective) => questionsOf(access, effective)),
  );
  const unnamed = grants.flatMap((grant): Undetermined[] => {
    const { member } = grant;
    if (member.kind !== "unknown" || !mayConcern(assessment, grant, member.property)) return [];
    return [{ kind: "member", grant, property: member.property }];
  });
  return [...held, ...unnamed, ...numberedProjects(assessment), ...memberships(assessment)];
}

/** Grants to all service accounts of a project that may be the account's, whose number the stack does not tell. */
function numberedProjects({ stack, accounts, grants }: Assessment): Undetermined[] {
  const projects = stack.projectNumbers;
  const numbered = new Set(projects.values());
  return grants.flatMap((grant) => {
    const { member } = grant;
    if (member.kind !== "named" || member.member.kind !== "projectServiceAccounts") return [];
    const { number } = member.member;
    if (!/^[0-9]+$/.test(number) || projects.has(number)) return [];
    return accounts
      .filter(({ segment: { project } }) => project === undefined || !numbered.has(project))
      .filter((access) => mayGiveTooMuch(grant, access))
      .map(({ segment }): Undetermined => ({ kind: "project", segment, grant, number }));
  });
}

/**
 * Memberships that may put the account, or a group that it may be in, into one to which this stack grants something; and
 * those that put it into one to which this stack grants nothing, for others may.
 */
function memberships({ stack, accounts, grants }: Assessment): Undetermined[] {
  const granted = new Set(
    grants.flatMap(({ member }) =>
      member.kind === "named" && member.member.kind === "group" ? [member.member.email] : [],
    ),
  );
  const members = new Map(accounts.map(({ segment }) => [segment.identity, segment.member]));
  const groups = groupsOf(stack);
  const elsewhere = groupMemberships(stack).filter(
    ({ group, member }) =>
      members.has(member ?? "") &&
      ![group, ...(group === undefined ? [] : groups(group))].some((one) => granted.has(one ?? "")),
  );
  const open = granted.size === 0 ? [] : openMemberships(stack, members.keys(), granted);
  return [...new Map([...elsewhere, ...open].map((one) => [one.resource.urn, one])).values()].map(
    (membership) => {
      const { member } = membership;
      const group = member === undefined ? undefined : `group:${member}`;
      return { kind: "membership", membership, member: members.get(member ?? "") ?? group };
    },
  );
}

function questionsOf(access: AccountAccess, effective: EffectiveGrant): Undetermined[] {
  const { role, scope: granted, member } = effective.grant;
  // There any role is in excess, unless everybody has it.
  const outside = granted.kind === "other";
  if (role.kind === "unknown")
    return outside ? [] : [{ kind: "role", access, effective, property: role.property }];
  const everybody = member.kind === "named" && isEverybody(member.member);
  if (role.kind === "unresolved" || (outside && everybody)) return [];
  const partial: Undetermined[] = role.partial
    ? [{ kind: "permissions", access, effective, role: role.name }]
    : [];
  const excessive = effective.at.flatMap((scope): Undetermined[] => {
    const { possible, because } = excessAt(access, effective, scope);
    return because
      ? [{ kind: "excessive", access, effective, scope, role: role.name, possible, because }]
      : [];
  });
  return [...partial, ...excessive];
}

/** Types that give out the address of an identity of their own, which is not Segment's. */
const ownIdentity =
  /^(?:gcp:(?:serviceaccount\/account|projects\/serviceIdentity|logging\/|sql\/databaseInstance|bigquery\/connection|bigquery\/dataTransferConfig|storage\/|pubsub\/|cloudidentity\/group|iam\/workloadIdentityPool|dataform\/|dataproc\/|composer\/|container\/|cloudbuildv2\/|alloydb\/|spanner\/|datastream\/|healthcare\/|eventarc\/|vertex\/|notebooks\/|iap\/|kms\/)|google-workspace|googleworkspace:|azuread:|okta:)/;

/**
 * Whether a grant to somebody not known yet may be one to Segment's account: not when all that its member comes from is
 * somebody else's identity, and not when nobody could hold too much by it, everybody included.
 */
function mayConcern({ stack, accounts }: Assessment, grant: Grant, property: string): boolean {
  const { urn } = grant;
  const from = stack.get(urn)?.propertyDependencies[property] ?? [];
  const ours = new Set(accounts.flatMap(({ segment }) => segment.account?.urn ?? []));
  const others =
    from.length > 0 &&
    from.every((source) => !ours.has(source) && ownIdentity.test(stack.get(source)?.type ?? ""));
  if (others) return false;
  const toEverybody: Grant = { ...grant, member: { kind: "named", member: { kind: "allUsers" } } };
  return accounts.some((access) => mayGiveTooMuch(grant, access) || isPublicOn(access.segment, toEverybody));
}

/** Whether a grant would give an account an excess; a role that is unknown here may. */
function mayGiveTooMuch({ role, scope }: Grant, { allowance }: AccountAccess): boolean {
  return role.kind !== "known" || allowance.excessive(role.name, role.permissions, scope).length > 0;
}
