import { longOverlaps } from "../model/verdicts/keys/keyLife";
import { overlapMessage } from "../model/wording/keys";
import type { Rule } from "./rule";

export const bothSlots: Rule = {
  id: "both-slots",
  group: "keys",
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
