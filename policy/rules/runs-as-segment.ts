import { unexplainedMentions } from "../access/mentions";
import { printable } from "../stack/text";
import type { Rule } from "./rule";
import { addressOf, named, naming } from "./text";

export const runsAsSegment: Rule = {
  id: "runs-as-segment",
  title: "Nothing runs as Segment's account",
  description:
    "Rejects a workload, trigger, schedule, query or push that runs as Segment's account: anyone who reaches or edits it holds Segment's tokens.",
  level: "mandatory",
  severity: "critical",
  cis: "4.1",
  tags: ["iam", "impersonation"],
  remediation: "Give the workload a service account of its own.",
  url: "https://cloud.google.com/iam/docs/attach-service-accounts",
  find: (assessment) => {
    const names = naming(assessment);
    return unexplainedMentions(assessment)
      .filter(({ kind }) => kind === "runs-as")
      .map(({ segment, resource, path, unknown }) => ({
        urn: resource.urn,
        account: addressOf(segment),
        text: () => ({
          what: `${printable(resource.type)} ${named(resource.name)} runs as ${names.account(segment)} (${printable(path.join("."))}${unknown ? ", by a value that comes from the account" : ""}).`,
          why: "Anyone who reaches or edits it holds Segment's tokens.",
          fix: "give it a service account of its own",
        }),
      }));
  },
};
