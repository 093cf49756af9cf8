import { type Mention, unexplainedMentions } from "../access/mentions";
import { printable } from "../stack/text";
import type { Rule, Violation } from "./rule";
import { addressOf } from "./text";

export const runsAsSegment: Rule = {
  id: "runs-as-segment",
  title: "Nothing runs as Segment's account",
  description:
    "Rejects a workload, trigger, schedule, query or push that runs as Segment's account: whoever reaches or edits it holds Segment's tokens.",
  level: "mandatory",
  severity: "critical",
  cis: "4.1",
  tags: ["iam", "impersonation"],
  remediation: "Give the workload a service account of its own.",
  url: "https://cloud.google.com/iam/docs/attach-service-accounts",
  find: (assessment) =>
    unexplainedMentions(assessment)
      .filter(({ kind }) => kind === "runs-as")
      .map(runsAsViolation),
};

function runsAsViolation({ segment, resource, path, unknown }: Mention): Violation {
  const what = `${printable(resource.type)} ${printable(resource.name)}`;
  const how = unknown ? `, by a value that comes from the account` : "";
  return {
    urn: resource.urn,
    message: `${what} runs as ${printable(segment.member)} (${printable(path.join("."))})${how}: anyone who reaches or edits it holds Segment's tokens.`,
    fix: "give it a service account of its own",
    account: addressOf(segment),
  };
}
