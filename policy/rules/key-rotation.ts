import { unrotatedKeys } from "./keys/keyLife";
import { keyOf, type SegmentKey } from "./keys/segmentKeys";
import type { Rule } from "./rule";

export const keyRotation: Rule = {
  id: "key-rotation",
  title: "Segment's key is rotated",
  description:
    "Notes a key of Segment's account that nothing replaces: no `keepers`, no second key, no end of its own, and not made by `SegmentBigQuery`.",
  level: "advisory",
  severity: "medium",
  cis: "1.7",
  tags: ["key", "rotation"],
  remediation: "Make the key by `SegmentBigQuery`, or plan a second key beside it.",
  url: "https://cloud.google.com/iam/docs/key-rotation",
  find: (assessment) =>
    unrotatedKeys(assessment).map((key) => ({ urn: key.resource.urn, message: unrotatedKeyMessage(key) })),
};

export function unrotatedKeyMessage(key: SegmentKey): string {
  return (
    `${keyOf(key)} has no rotation: nothing ever replaces it, and it never expires; ` +
    "make it by SegmentBigQuery, whose two slots rotate it with an overlap, or put a second key beside it when its time comes."
  );
}
