import { aboutOf, excesses, type Excess } from "../model/verdicts/excess";
import { excessMessage } from "../model/wording/excess";
import type { Rule, Violation } from "./rule";

export const excess: Rule = {
  id: "excess",
  group: "access",
  title: "Segment's account holds no more than it needs",
  description:
    "Rejects every role, by whatever path it comes, that allows Segment's account more than its profile accepts at that scope.",
  level: "mandatory",
  severity: "high",
  cis: "1.5",
  tags: ["iam", "least-privilege"],
  remediation: "Grant the narrower role that the message names, at the scope that it names.",
  url: "https://cloud.google.com/bigquery/docs/access-control",
  find: (assessment) => excesses(assessment).flatMap(excessViolation),
};

/** One role beyond need; none where all that is beyond need is what `self-raising` and `borrowing` report. */
export function excessViolation(found: Excess): Violation[] {
  const { surplus, raising, borrowing, role, holding } = found;
  if (surplus.length === 0 && (raising.length + borrowing.length > 0 || role.complete)) return [];
  return [{ urn: holding.grant.urn, message: excessMessage(found), about: aboutOf(found) }];
}
