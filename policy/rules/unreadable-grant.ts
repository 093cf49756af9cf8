import { concerns } from "../iam/grants";
import { printable } from "../stack/text";
import type { Rule } from "./rule";
import { named } from "./text";

export const unreadableGrant: Rule = {
  id: "unreadable-grant",
  title: "Every grant in the stack can be read",
  description:
    "Rejects `policyData` that is not the JSON of an IAM policy, in a stack that has to do with Segment, and SQL or a command that names Segment's account and builds its grants when it runs.",
  level: "mandatory",
  severity: "medium",
  tags: ["iam"],
  remediation:
    "Build `policyData` with `gcp.organizations.getIAMPolicy`, or grant by members; replace SQL and commands by IAM resources.",
  url: "https://cloud.google.com/iam/docs/reference/rest/v1/Policy",
  find: ({ accounts, unreadable }) =>
    unreadable
      .filter((found) => !found.unknown && accounts.some(({ segment }) => concerns(found, segment.identity)))
      .map(({ urn, property, resourceName, resourceType, why, names }) => ({
        urn,
        text: () => ({
          what: `${printable(property)} of ${printable(resourceType)} ${named(resourceName)} cannot be read: ${why}.`,
          why: "It may grant anything to anybody, Segment included.",
          fix:
            names === undefined
              ? "write it as the policy's JSON, or grant by members"
              : "grant with an IAM resource instead",
        }),
      })),
};
