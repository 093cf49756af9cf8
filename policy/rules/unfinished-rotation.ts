import { abridged } from "../stack/text";
import { longestOverlap, longOverlaps } from "./keys/keyLife";
import { dateText } from "./keys/segmentKeys";
import type { Rule } from "./rule";
import { named, naming } from "./text";

export const unfinishedRotation: Rule = {
  id: "unfinished-rotation",
  title: "A rotation ends",
  description:
    "Rejects two live keys of Segment's account that have existed next to each other for more than 14 days: a rotation that nobody finished.",
  level: "mandatory",
  severity: "medium",
  cis: "1.7",
  tags: ["key", "rotation"],
  remediation: "Disable the older key, check that Segment still connects, then delete it.",
  url: "https://cloud.google.com/iam/docs/key-rotation",
  find: (assessment) => {
    const names = naming(assessment);
    return longOverlaps(assessment).map(({ keys, owner, since }) => ({
      urn: keys[0]?.resource.urn,
      account: owner.identity,
      text: () => {
        const all = keys.map(({ resource }) => named(resource.name));
        return {
          what: `${names.who(owner)} has had ${keys.length} live keys since ${dateText(since)} (${abridged(all)}).`,
          why: `A rotation takes ${longestOverlap} days at most, and each live key is one more that can leak.`,
          fix: `check that Segment uses ${all[all.length - 1]}, then disable and delete ${abridged(all.slice(0, -1))}`,
        };
      },
    }));
  },
};
