import { joined, printable } from "../stack/text";
import { longestOverlap, longOverlaps, type Overlap } from "./keys/keyLife";
import { dateText } from "./keys/segmentKeys";
import type { Rule } from "./rule";

export const unfinishedRotation: Rule = {
  id: "unfinished-rotation",
  title: "A rotation ends",
  description:
    "Rejects two live keys of Segment's account that have stood side by side for more than 14 days: a rotation that nobody finished.",
  level: "mandatory",
  severity: "medium",
  cis: "1.7",
  tags: ["key", "rotation"],
  remediation: "Disable the older key, check that Segment still connects, then delete it.",
  url: "https://cloud.google.com/iam/docs/key-rotation",
  find: (assessment) =>
    longOverlaps(assessment).map((found) => ({
      urn: found.keys[0]?.resource.urn,
      message: overlapMessage(found),
    })),
};

export function overlapMessage({ member, keys, since }: Overlap): string {
  const names = keys.map(({ resource }) => printable(resource.name));
  const old = names.slice(0, -1);
  return (
    `${printable(member)} has had ${keys.length} live keys, ${joined(names)}, since ${dateText(since)}, longer than the ${longestOverlap} days ` +
    `that a rotation takes; check that Segment uses ${names[names.length - 1]}, then disable and delete ${joined(old)}.`
  );
}
