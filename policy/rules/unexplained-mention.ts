import { type Mention, unexplainedMentions } from "../access/mentions";
import { printable } from "../stack/text";
import type { Rule, Violation } from "./rule";
import { addressOf } from "./text";

export const unexplainedMention: Rule = {
  id: "unexplained-mention",
  title: "Every place that names Segment's account is understood",
  description:
    "Rejects a resource that names Segment's account where its property says who acts or is let in, or where it runs code or applies manifests, and that no other rule understands; notes other mentions. Labels, descriptions, filters and stack outputs are left out.",
  level: "mandatory",
  severity: "high",
  tags: ["iam"],
  remediation:
    "Grant by an IAM resource of @pulumi/gcp, or accept the mention by an exemption that names the resource and says why it gives nothing.",
  url: "https://cloud.google.com/iam/docs/best-practices-service-accounts",
  find: (assessment) =>
    unexplainedMentions(assessment)
      .filter(({ kind }) => kind !== "runs-as")
      .map(mentionViolation),
};

function mentionViolation({ segment, resource, path, kind, unknown }: Mention): Violation {
  const place = `${printable(path.join("."))} of ${printable(resource.type)} ${printable(resource.name)}`;
  const names = unknown ? "takes its value from" : "names";
  const why =
    kind === "actor"
      ? "it may let the account in, or act as it"
      : kind === "code"
        ? "what it runs or applies may grant it anything"
        : "nothing here tells what that does";
  return {
    urn: resource.urn,
    message: `${place} ${names} ${printable(segment.member)}, and no rule understands it: ${why}.`,
    fix: "grant by an IAM resource, or exempt this resource with a reason",
    account: addressOf(segment),
    level: kind === "other" ? "advisory" : undefined,
  };
}
