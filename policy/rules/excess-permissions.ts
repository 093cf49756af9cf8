import type { AccountAccess, Assessment } from "../access/assessment";
import type { EffectiveGrant } from "../access/effectiveGrants";
import { aboutOf, type Excess, excesses } from "../access/excess";
import { satisfies } from "../access/gaps";
import { neededOn, needs } from "../access/needs";
import { recommendRole } from "../access/recommendRole";
import { type Product, products } from "../facts/products";
import { type Scope, scopeKey, scopeText, where } from "../iam/scope";
import { isWithin } from "../stack/stack";
import { abridged, joined, printable } from "../stack/text";
import type { Facts, FindingText, Rule, Violation } from "./rule";
import { addressOf, byAlarm, grantFix, grantsText, inExcess, type Naming, naming, throughText } from "./text";

export const excess: Rule = {
  id: "excess-permissions",
  title: "Segment's account holds no more than it needs",
  description:
    "Rejects every role, by whatever path it comes, that allows Segment's account more than its profile accepts on that scope.",
  level: "mandatory",
  severity: "high",
  cis: "1.5",
  tags: ["iam", "least-privilege"],
  remediation: "Grant the narrower role that the message names, on the scope that it names.",
  url: "https://cloud.google.com/bigquery/docs/access-control",
  find: (assessment) => {
    const names = naming(assessment);
    return [
      ...excesses(assessment).flatMap((found) => excessViolation(found, names)),
      ...outdatedGrants(assessment).map((found) => outdatedViolation(found, names)),
    ];
  },
};

/** What the profile accepts by its page's date, and Segment no longer asks for. */
function outdatedViolation(found: Outdated, names: Naming): Violation {
  const { access, effective, scope, role, product, droppedOn } = found;
  const { title, page } = product;
  return {
    urn: effective.grant.urn,
    level: "advisory",
    account: addressOf(access.segment),
    role,
    scope: scopeText(scope),
    text: () => ({
      what: `${grantsText(effective, scope, role, names.who(access.segment))}.`,
      why: `Segment's page on ${title} asked for it on ${page.readOn} and has not asked for it since ${droppedOn}; other grants hold all that is needed of it.`,
      fix: "remove the grant",
      remove: role,
    }),
  };
}

/**
 * One role in excess; none where all that is in excess is what other rules report.
 *
 * @param atLeast whether the rest of the stack may show that more is in excess
 */
export function excessViolation(found: Excess, names: Naming, atLeast = false): Violation[] {
  const { excessive, escalating, impersonating, permissions, role, effective } = found;
  if (excessive.length === 0 && (escalating.length + impersonating.length > 0 || role.complete)) return [];
  const { urn } = effective.grant;
  return [
    {
      urn,
      about: aboutOf(found),
      ...factsOf(found),
      permissions,
      text: () => excessText(found, names, atLeast),
    },
  ];
}

/** Account, role and scope of an excess. */
export function factsOf({ access, scope, role }: Excess): Facts {
  return { account: addressOf(access.segment), role: role.name, scope: scopeText(scope) };
}

function excessText(excess: Excess, names: Naming, atLeast: boolean): FindingText {
  const { access, effective, scope, role, permissions } = excess;
  const who = names.who(access.segment);
  const counted = permissions.length === 0 ? [] : [inExcess(permissions, shown(excess))];
  const others = counted.length === 0 ? "permissions" : "others";
  const unlisted =
    role.complete || role.origin === "custom" ? [] : [`${others} that the catalogue does not list`];
  const holds = `it holds ${atLeast ? "at least " : ""}${joined([...counted, ...unlisted])}`;
  return {
    what: `${grantsText(effective, scope, role.name, who)}.`,
    why: `${purpose(excess, who)} ${holds}.`,
    ...narrowed(excess),
  };
}

/** What Segment does there, so that a reader sees why the rest is in excess. */
function purpose({ access: { segment }, scope }: Excess, who: string): string {
  const reasons = [...new Set(neededOn(segment.declared, scope).map(({ reason }) => reason))];
  if (reasons.length > 0) return `There ${who} only has to ${joined(reasons)}, so`;
  if (isAbove(scope)) return `A role there reaches every project below, so`;
  return isOutside(scope) ? `${who} works in BigQuery alone, so` : `${who} needs nothing there, so`;
}

/** What a reader looks for in the stack: of a custom role, its entries as it writes them. */
function shown({ role, permissions, written }: Excess): string[] {
  if (role.origin !== "custom") return byAlarm(permissions);
  const wildcards = written.filter((permission) => permission.includes("*"));
  return [...wildcards, ...byAlarm(permissions.filter((permission) => written.includes(permission)))];
}

/** How to be rid of an excess, and what to grant in its place. */
export function narrowed(excess: Excess): Pick<FindingText, "fix" | "remove" | "grant"> {
  const { access, effective, scope, role } = excess;
  const { declared } = access.segment;
  const { through } = effective.via;
  if (through?.startsWith("group:") === true)
    return { fix: `remove the account from ${printable(through)}, or the role from the group` };
  if (through !== undefined)
    return { fix: `grant the role to the members that need it, not to ${throughText(through)}` };
  if (role.origin === "custom")
    return { fix: `remove ${abridged(shown(excess), printable)} from ${printable(role.name)}` };
  const remove = role.name;
  const needed = [...new Set(neededOn(declared, scope).map(({ permission }) => permission))];
  if (needed.length > 0) {
    const grant = recommendRole(needed, scope, declared);
    return { fix: `${grantFix(grant)} instead`, remove, grant };
  }
  if (isAbove(scope))
    return { fix: `grant roles on project ${printable(declared.project)} and its datasets instead`, remove };
  return {
    fix: `remove the grant${isSource(scope) ? `, or declare ${where(scope)} as a source` : ""}`,
    remove,
  };
}

function isAbove({ kind }: Excess["scope"]): boolean {
  return kind === "organization" || kind === "folder";
}

/** Whether the scope can be declared as a source. */
function isSource({ kind }: Excess["scope"]): boolean {
  return kind === "project" || kind === "dataset" || kind === "table";
}

function isOutside({ kind }: Excess["scope"]): boolean {
  return kind === "other" || kind === "serviceAccount";
}

/** A role on the project that a product's page once asked for, and that nothing needs. */
export interface Outdated {
  readonly access: AccountAccess;
  readonly effective: EffectiveGrant;
  readonly scope: Scope;
  readonly role: string;
  readonly product: Product;
  readonly droppedOn: string;
}

/**
 * What profile documented accepts, as its page asked for it, and today's page does not.
 *
 * Not what a component of ours grants: its profile documented means the page of that date.
 */
export function outdatedGrants(assessment: Assessment): Outdated[] {
  return assessment.accounts.flatMap((access) => {
    const { declared } = access.segment;
    const project: Scope = { kind: "project", project: declared.project };
    return declared.products.flatMap((name) => {
      const product: Product = products[name];
      return product.grants.flatMap((grant) => {
        if (!("role" in grant) || grant.droppedOn === undefined) return [];
        const { role, droppedOn } = grant;
        return access.effectiveGrants
          .filter((effective) => gives(effective, role, project) && isOwn(assessment, access, effective))
          .filter((effective) => isAccepted(access, effective, project) && isSpare(access, role, project))
          .map((effective) => ({ access, effective, scope: project, role, product, droppedOn }));
      });
    });
  });
}

function gives({ grant, via, condition }: EffectiveGrant, role: string, project: Scope): boolean {
  return (
    grant.role.kind === "known" &&
    grant.role.name === role &&
    via.through === undefined &&
    condition.kind === "none" &&
    grant.unknown.length === 0 &&
    scopeKey(grant.scope) === scopeKey(project)
  );
}

function isOwn({ stack }: Assessment, { segment }: AccountAccess, { grant }: EffectiveGrant): boolean {
  const { component } = segment;
  const resource = stack.get(grant.urn);
  return component === undefined || resource === undefined || !isWithin(stack, resource, component.urn);
}

function isAccepted({ allowance }: AccountAccess, { grant }: EffectiveGrant, project: Scope): boolean {
  const { role } = grant;
  return role.kind === "known" && allowance.excessive(role.name, role.permissions, project).length === 0;
}

/** Whether everything that it is needed for is granted otherwise, too. The same grant made twice is not otherwise. */
function isSpare({ segment, effectiveGrants }: AccountAccess, role: string, project: Scope): boolean {
  const isIt = (effective: EffectiveGrant): boolean => gives(effective, role, project);
  const others = effectiveGrants.filter((effective) => !isIt(effective));
  return needs(segment.declared)
    .filter((need) => effectiveGrants.some((effective) => isIt(effective) && satisfies(effective, need)))
    .every((need) => others.some((effective) => satisfies(effective, need)));
}
