import { unreadableMessage } from "../model/wording/access";
import type { Rule } from "./rule";

export const unreadablePolicy: Rule = {
  id: "unreadable-policy",
  group: "access",
  title: "Every policy in the stack can be read",
  description:
    "Rejects `policyData` that is not the JSON of an IAM policy, in a stack that has to do with Segment.",
  level: "mandatory",
  severity: "medium",
  tags: ["iam"],
  remediation: "Build `policyData` with `gcp.organizations.getIAMPolicy`, or grant by members.",
  url: "https://cloud.google.com/iam/docs/reference/rest/v1/Policy",
  find: ({ accounts, unreadable }) =>
    accounts.length === 0
      ? []
      : unreadable
          .filter(({ unknown }) => !unknown)
          .map((found) => ({ urn: found.urn, message: unreadableMessage(found) })),
};
