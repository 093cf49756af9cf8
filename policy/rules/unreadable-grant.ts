import { concerns, type Unreadable } from "../iam/grants";
import { printable } from "../stack/text";
import type { Rule } from "./rule";

export const unreadableGrant: Rule = {
  id: "unreadable-grant",
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
      .filter((found) => !found.unknown && accounts.some(({ segment }) => concerns(found, segment.identity)))
      .map((found) => ({ urn: found.urn, message: unreadableMessage(found) })),
};

export function unreadableMessage(found: Unreadable): string {
  const { resourceName, resourceType, property, why, names } = found;
  const remedy =
    names === undefined
      ? "Write it as the policy's JSON, or grant by members"
      : "Grant by an IAM resource instead";
  return `${printable(property)} of ${printable(resourceType)} ${printable(resourceName)} cannot be read: ${why}; whom it grants what is not known. ${remedy}.`;
}
