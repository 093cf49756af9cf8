import { concerns } from "../model/grants";
import { unreadableMessage } from "../model/wording/access";
import type { Rule } from "./rule";

export const unreadablePolicy: Rule = {
  id: "unreadable-policy",
  group: "access",
  title: "Every grant in the stack can be read",
  description:
    "Rejects `policyData` that is not the JSON of an IAM policy, in a stack that has to do with Segment, and SQL or a command that names Segment's account and whose grants are put together when it runs.",
  level: "mandatory",
  severity: "medium",
  tags: ["iam"],
  remediation:
    "Build `policyData` with `gcp.organizations.getIAMPolicy`, or grant by members; replace SQL and commands by IAM resources.",
  url: "https://cloud.google.com/iam/docs/reference/rest/v1/Policy",
  find: ({ accounts, unreadable }) =>
    unreadable
      .filter((found) => !found.unknown && accounts.some(({ subject }) => concerns(found, subject.identity)))
      .map((found) => ({ urn: found.urn, message: unreadableMessage(found) })),
};
