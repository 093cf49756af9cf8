import { gaps } from "../model/verdicts/missing";
import { missingMessage } from "../model/wording/missing";
import type { Rule } from "./rule";

export const missing: Rule = {
  id: "missing",
  group: "access",
  title: "Segment's account holds all that it needs",
  description:
    "Rejects a stack in which Segment would fail: a permission that it needs is granted nowhere, or only where it does nothing. Judged in the stack that makes the account, or where the config says `judgeMissing`.",
  level: "mandatory",
  severity: "medium",
  tags: ["iam", "availability"],
  remediation:
    "Grant the permissions that the message names on the scope that it names, or take the need out of the declaration.",
  url: "https://segment.com/docs/connections/reverse-etl/reverse-etl-source-setup-guides/bigquery-setup/",
  find: (assessment) =>
    gaps(assessment)
      .filter(({ open }) => !open)
      .map((gap) => ({ urn: gap.assessed.subject.account?.urn, message: missingMessage(gap) })),
};
