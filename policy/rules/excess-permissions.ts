import { aboutOf, type Excess, excesses } from "../access/excess";
import { needs } from "../access/needs";
import { type Outdated, outdatedGrants } from "../access/outdated";
import {
  documentedProjectRoles,
  documentedSourceRole,
  documentedStateRole,
  smallestJobRole,
} from "../facts/roles";
import { scopeChain, scopeKey, scopeText } from "../iam/scope";
import { abridged, joined, printable } from "../stack/text";
import type { Facts, Rule, Violation } from "./rule";
import { addressOf, byAlarm, holds, placeOf } from "./text";

export const excess: Rule = {
  id: "excess-permissions",
  title: "Segment's account holds no more than it needs",
  description:
    "Rejects every role, by whatever path it comes, that allows Segment's account more than its profile accepts at that scope.",
  level: "mandatory",
  severity: "high",
  cis: "1.5",
  tags: ["iam", "least-privilege"],
  remediation: "Grant the narrower role that the message names, at the scope that it names.",
  url: "https://cloud.google.com/bigquery/docs/access-control",
  find: (assessment) => [
    ...excesses(assessment).flatMap(excessViolation),
    ...outdatedGrants(assessment).map(outdatedViolation),
  ],
};

/** What the profile accepts by its page's date, and Segment no longer asks for. */
export function outdatedViolation({
  access,
  effective,
  scope,
  role,
  product,
  droppedOn,
}: Outdated): Violation {
  const { title, page } = product;
  return {
    urn: effective.grant.urn,
    message: `${printable(access.segment.member)} ${holds(effective, scope, role)}, which Segment's page on ${title} asked for on ${page.readOn} and no longer asks for since ${droppedOn}; other grants hold all that is needed of it.`,
    fix: "remove the grant",
    level: "advisory",
    account: addressOf(access.segment),
    role,
    scope: scopeText(scope),
  };
}

/** One role in excess; none where all that is in excess is what `privilege-escalation` and `impersonating` report. */
export function excessViolation(found: Excess): Violation[] {
  const { excessive, escalating, impersonating, role, effective } = found;
  if (excessive.length === 0 && (escalating.length + impersonating.length > 0 || role.complete)) return [];
  const facts = { ...factsOf(found), permissions: [...excessive, ...escalating] };
  return [{ urn: effective.grant.urn, message: excessMessage(found), about: aboutOf(found), ...facts }];
}

/** Account, role and scope of an excess. */
export function factsOf({ access, scope, role }: Excess): Facts {
  return { account: addressOf(access.segment), role: role.name, scope: scopeText(scope) };
}

/** One role in excess, in words. */
export function excessMessage(excess: Excess): string {
  const { access, effective, scope, role } = excess;
  const also = extras(excess);
  const unlisted =
    role.complete || role.origin === "custom"
      ? ""
      : also === ""
        ? "permissions that the catalogue does not list"
        : " and others that the catalogue does not list";
  return `${printable(access.segment.member)} ${holds(effective, scope, role.name)}, which also allows ${also}${unlisted}; ${remedy(excess)}.`;
}

/** Of a predefined role, which is taken or left whole, all in excess; of a custom role, what is to be taken out. */
function extras({ access, scope, role, excessive, escalating, written }: Excess): string {
  if (role.origin === "custom") {
    const wildcards = written.filter((permission) => permission.includes("*"));
    const plain = excessive.filter((permission) => written.includes(permission));
    return joined([...wildcards, ...byAlarm(plain)].map(printable));
  }
  const chain = new Set(scopeChain(scope));
  const needed = new Set(
    needs(access.segment.declared)
      .filter((need) => chain.has(scopeKey(need.scope)))
      .map(({ permission }) => permission),
  );
  return abridged(
    byAlarm(written.filter((permission) => !needed.has(permission) && !escalating.includes(permission))),
  );
}

export function remedy({ access, effective, scope, role }: Excess): string {
  const { declared } = access.segment;
  if (effective.via.through !== undefined)
    return `take the account out of ${printable(effective.via.through)}, or the role away from it`;
  if (role.origin === "custom") return "take them out of the role";
  switch (placeOf(declared, scope)) {
    case "source":
      return `Segment only reads there: grant ${documentedSourceRole}, or profile minimal's custom role`;
    case "state":
      return `Segment only keeps the state of its syncs there: grant ${documentedStateRole}, or profile minimal's custom role`;
    case "models":
      return "Segment only uses the declared BigQuery ML operations there: grant a custom role with their permissions";
    case "project": {
      const fitting = declared.profile === "documented" ? documentedProjectRoles[0] : smallestJobRole;
      return `Segment only runs queries there: grant ${fitting}, or profile minimal's custom role`;
    }
    case "above":
      return `it reaches every project below: grant what is needed on project ${printable(declared.project)} and its datasets`;
    case "outside":
      return "Segment works in BigQuery alone: remove the grant";
    case "elsewhere":
      return "nothing is declared to be read or written there: remove the grant, or declare the source";
  }
}
