import type { Assessed, Assessment } from "../assessment";
import type { Grant } from "../grants";
import { openMemberships, type GroupMembership } from "../groups";
import type { Holding } from "../holdings";
import { projectNumbers } from "../membership";
import type { Scope } from "../scope";
import type { Subject } from "../subject";
import { isEverybody, isPublicOn } from "./publicAccess";
import { surplusAt } from "./surplus";

/** Something that can be judged only when more is known; says what, and on which resource. */
export type Open =
  | {
      readonly kind: "role";
      readonly assessed: Assessed;
      readonly holding: Holding;
      readonly property: string;
    }
  | {
      readonly kind: "permissions";
      readonly assessed: Assessed;
      readonly holding: Holding;
      readonly role: string;
    }
  | {
      readonly kind: "surplus";
      readonly assessed: Assessed;
      readonly holding: Holding;
      readonly scope: Scope;
      readonly role: string;
      readonly possible: readonly string[];
      readonly because: "scope" | "condition" | "sources";
    }
  | { readonly kind: "member"; readonly grant: Grant; readonly property: string }
  /** All service accounts of a project that is known by its number alone. */
  | { readonly kind: "project"; readonly subject: Subject; readonly grant: Grant; readonly number: string }
  | { readonly kind: "membership"; readonly membership: GroupMembership; readonly member?: string };

/** What cannot be told yet of the accounts' holdings, and of grants whose member is not known. */
export function openQuestions(assessment: Assessment): Open[] {
  const { accounts, grants } = assessment;
  const held = accounts.flatMap((assessed) =>
    assessed.holdings.flatMap((holding) => questionsOf(assessed, holding)),
  );
  const unnamed = grants.flatMap((grant): Open[] => {
    const { member } = grant;
    if (member.kind !== "unknown" || !mayConcern(assessment, grant, member.property)) return [];
    return [{ kind: "member", grant, property: member.property }];
  });
  return [...held, ...unnamed, ...numberedProjects(assessment), ...memberships(assessment)];
}

/** Grants to all service accounts of a project that may be the account's, whose number the stack does not tell. */
function numberedProjects({ stack, accounts, grants }: Assessment): Open[] {
  const projects = projectNumbers(stack);
  const numbered = new Set(projects.values());
  return grants.flatMap((grant) => {
    const { member } = grant;
    if (member.kind !== "named" || member.member.kind !== "projectServiceAccounts") return [];
    const { number } = member.member;
    if (!/^[0-9]+$/.test(number) || projects.has(number)) return [];
    return accounts
      .filter(({ subject: { project } }) => project === undefined || !numbered.has(project))
      .filter((assessed) => mayGiveTooMuch(grant, assessed))
      .map(({ subject }): Open => ({ kind: "project", subject, grant, number }));
  });
}

/** Memberships that may put the account, or a group that it may be in, into one to which this stack grants something. */
function memberships({ stack, accounts, grants }: Assessment): Open[] {
  const granted = new Set(
    grants.flatMap(({ member }) =>
      member.kind === "named" && member.member.kind === "group" ? [member.member.email] : [],
    ),
  );
  if (granted.size === 0) return [];
  const members = new Map(accounts.map(({ subject }) => [subject.identity, subject.member]));
  return openMemberships(stack, members.keys(), granted).map((membership) => {
    const { member } = membership;
    const group = member === undefined ? undefined : `group:${member}`;
    return { kind: "membership", membership, member: members.get(member ?? "") ?? group };
  });
}

function questionsOf(assessed: Assessed, holding: Holding): Open[] {
  const { role, scope: granted, member } = holding.grant;
  // There any role is beyond need, unless everybody has it.
  const outside = granted.kind === "other";
  if (role.kind === "unknown")
    return outside ? [] : [{ kind: "role", assessed, holding, property: role.property }];
  const everybody = member.kind === "named" && isEverybody(member.member);
  if (role.kind === "foreign" || (outside && everybody)) return [];
  const partial: Open[] = role.partial ? [{ kind: "permissions", assessed, holding, role: role.name }] : [];
  const surplus = holding.at.flatMap((scope): Open[] => {
    const { possible, because } = surplusAt(assessed, holding, scope);
    return because ? [{ kind: "surplus", assessed, holding, scope, role: role.name, possible, because }] : [];
  });
  return [...partial, ...surplus];
}

/**
 * Whether a grant to somebody not known yet may be one to Segment's account: not when all that its member comes from is
 * a Google resource other than the account, and not when nobody could hold too much by it, everybody included.
 */
function mayConcern({ stack, accounts }: Assessment, grant: Grant, property: string): boolean {
  const { urn } = grant;
  const from = stack.get(urn)?.propertyDependencies[property] ?? [];
  const others =
    from.length > 0 && from.every((source) => stack.get(source)?.type.startsWith("gcp:") === true);
  if (others) return false;
  const toEverybody: Grant = { ...grant, member: { kind: "named", member: { kind: "allUsers" } } };
  return accounts.some(
    (assessed) => mayGiveTooMuch(grant, assessed) || isPublicOn(assessed.subject, toEverybody),
  );
}

/** Whether an account would hold too much by a grant to it; of a role that is not known here that cannot be ruled out. */
function mayGiveTooMuch({ role, scope }: Grant, { acceptance }: Assessed): boolean {
  return role.kind !== "known" || acceptance.surplus(role.name, role.permissions, scope).length > 0;
}
