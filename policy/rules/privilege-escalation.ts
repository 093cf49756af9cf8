import { aboutOf, type Excess, excesses } from "../access/excess";
import { joined, printable } from "../stack/text";
import { factsOf, remedy } from "./excess-permissions";
import type { Rule, Violation } from "./rule";
import { holds } from "./text";

export const privilegeEscalation: Rule = {
  id: "privilege-escalation",
  title: "Segment's account cannot give itself more",
  description:
    "Rejects any `setIamPolicy`, `iam.roles.update`, `bigquery.datasets.update` and use of connections that the profile does not accept.",
  level: "mandatory",
  severity: "critical",
  cis: "1.5",
  tags: ["iam", "privilege-escalation"],
  remediation: "Grant a role without the permissions that the message names.",
  url: "https://cloud.google.com/bigquery/docs/reference/standard-sql/data-control-language",
  find: (assessment) => excesses(assessment).flatMap(escalationViolation),
};

/** One role with which the account can give itself more; none where nothing in excess does. */
export function escalationViolation(found: Excess): Violation[] {
  if (found.escalating.length === 0) return [];
  return [
    {
      urn: found.effective.grant.urn,
      message: escalationMessage(found),
      about: aboutOf(found),
      ...factsOf(found),
      permissions: found.escalating,
    },
  ];
}

/** A role with which the account can give itself more, in words. */
export function escalationMessage(excess: Excess): string {
  const { access, effective, scope, role } = excess;
  return (
    `${printable(access.segment.member)} ${holds(effective, scope, role.name)}, with ${joined(excess.escalating)} of which it can give itself ` +
    `more than it has; ${remedy(excess)}.`
  );
}
