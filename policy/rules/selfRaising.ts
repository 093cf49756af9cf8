import { aboutOf, excesses, type Excess } from "../model/verdicts/excess";
import { raisingMessage } from "../model/wording/excess";
import type { Rule, Violation } from "./rule";

export const selfRaising: Rule = {
  id: "self-raising",
  group: "access",
  title: "Segment's account cannot give itself more",
  description:
    "Rejects any `setIamPolicy`, `iam.roles.update`, `bigquery.datasets.update` and use of connections that the profile does not accept.",
  level: "mandatory",
  severity: "critical",
  cis: "1.5",
  tags: ["iam", "privilege-escalation"],
  remediation: "Grant a role without the permissions that the message names.",
  url: "https://cloud.google.com/bigquery/docs/reference/standard-sql/data-control-language",
  find: (assessment) => excesses(assessment).flatMap(raisingViolation),
};

/** One role with which the account can give itself more; none where nothing beyond need does. */
export function raisingViolation(found: Excess): Violation[] {
  if (found.raising.length === 0) return [];
  return [{ urn: found.holding.grant.urn, message: raisingMessage(found), about: aboutOf(found) }];
}
