import { type Mention, unexplainedMentions } from "../access/mentions";
import { printable } from "../stack/text";
import type { FindingText, Rule } from "./rule";
import { addressOf, named, type Naming, naming } from "./text";

export const unexplainedMention: Rule = {
  id: "unexplained-mention",
  title: "Every place that names Segment's account is understood",
  description:
    "Rejects a resource that names Segment's account where its property says who acts or is let in, or where it runs code or applies manifests, and that no other rule understands; notes other mentions. Labels, descriptions, filters and stack outputs are left out.",
  level: "mandatory",
  severity: "high",
  tags: ["iam"],
  remediation:
    "Grant with an IAM resource of @pulumi/gcp, or accept the mention by an exemption that names the resource and says why it gives nothing.",
  url: "https://cloud.google.com/iam/docs/best-practices-service-accounts",
  find: (assessment) => {
    const names = naming(assessment);
    return unexplainedMentions(assessment)
      .filter(({ kind }) => kind !== "runs-as")
      .map((found) => ({
        urn: found.resource.urn,
        account: addressOf(found.segment),
        level: found.kind === "other" ? ("advisory" as const) : undefined,
        text: () => mentionText(found, names),
      }));
  },
};

function mentionText({ segment, resource, path, kind, unknown }: Mention, names: Naming): FindingText {
  const place = `${printable(path.join("."))} of ${printable(resource.type)} ${named(resource.name)}`;
  const effect = {
    actor: "It may let the account in, or act as it",
    code: "What it runs or applies may grant the account anything",
    other: "Nothing here says what it does",
  }[kind === "runs-as" ? "actor" : kind];
  return {
    what: `${place} ${unknown ? "takes its value from" : "names"} ${names.account(segment)}.`,
    why: `${effect}, and no rule understands it.`,
    fix: "grant with an IAM resource, or exempt this resource with a reason",
  };
}
