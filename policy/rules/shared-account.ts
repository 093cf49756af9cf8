import type { Assessment } from "../access/assessment";
import { deprecatedSharedAccount } from "../facts/roles";
import { readCondition } from "../iam/condition/readCondition";
import type { Grant } from "../iam/grants";
import { scopeText, where } from "../iam/scope";
import type { Rule } from "./rule";
import { named, roleText } from "./text";

export const sharedAccount: Rule = {
  id: "shared-account",
  title: "Segment's old shared account holds nothing",
  description:
    "Notes every grant to connector@segment-1119.iam.gserviceaccount.com, the account that Segment once shared between its customers.",
  level: "advisory",
  severity: "high",
  tags: ["iam", "deprecated"],
  remediation: "Give Segment an account of its own, then remove the grant.",
  url: "https://segment.com/docs/connections/storage/catalog/bigquery/",
  find: (assessment) =>
    sharedAccountGrants(assessment).map(({ urn, resourceName, role, scope }) => ({
      urn,
      role: roleText(role),
      scope: scopeText(scope),
      text: () => ({
        what: `${named(resourceName)} grants serviceAccount:${deprecatedSharedAccount} ${roleText(role)} on ${where(scope)}.`,
        why: "Segment once shared this account between its customers and has deprecated it.",
        fix: "give Segment an account of its own, then remove the grant",
        remove: roleText(role),
      }),
    })),
};

/** The grants to the account that all of Segment's customers once shared. */
export function sharedAccountGrants({ grants, now }: Assessment): Grant[] {
  return grants.filter(({ member, role, condition }) => {
    if (member.kind !== "named" || member.member.kind !== "serviceAccount") return false;
    if (member.member.email !== deprecatedSharedAccount) return false;
    const empty = role.kind === "known" && role.complete && role.permissions.length === 0;
    return !empty && readCondition(condition, now).kind !== "never";
  });
}
