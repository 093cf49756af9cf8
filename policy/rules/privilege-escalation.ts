import { aboutOf, type Excess, excesses } from "../access/excess";
import { abridged } from "../stack/text";
import { factsOf, narrowed } from "./excess-permissions";
import type { Rule, Violation } from "./rule";
import { byAlarm, grantsText, type Naming, naming } from "./text";

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
  find: (assessment) => {
    const names = naming(assessment);
    return excesses(assessment).flatMap((found) => escalationViolation(found, names));
  },
};

/** One role with which the account can give itself more; none where nothing in excess does. */
export function escalationViolation(found: Excess, names: Naming): Violation[] {
  const { access, effective, scope, role, escalating } = found;
  if (escalating.length === 0) return [];
  return [
    {
      urn: effective.grant.urn,
      about: aboutOf(found),
      ...factsOf(found),
      permissions: escalating,
      text: () => ({
        what: `${grantsText(effective, scope, role.name, names.who(access.segment))}.`,
        why: `With ${abridged(byAlarm(escalating))} it can give itself more than it has.`,
        ...narrowed(found),
      }),
    },
  ];
}
