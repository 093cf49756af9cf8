import { unrotatedKeys } from "./keys/keyLife";
import { keyOf } from "./keys/segmentKeys";
import type { Rule } from "./rule";
import { naming } from "./text";

export const keyRotation: Rule = {
  id: "key-rotation",
  title: "Segment's key is rotated",
  description:
    "Notes a key of Segment's account that nothing replaces: no `keepers`, no second key, no end of its own, and not made by `SegmentBigQuery`.",
  level: "advisory",
  severity: "medium",
  cis: "1.7",
  tags: ["key", "rotation"],
  remediation: "Create the key with `SegmentBigQuery`, or plan a second key next to it.",
  url: "https://cloud.google.com/iam/docs/key-rotation",
  find: (assessment) => {
    const names = naming(assessment);
    return unrotatedKeys(assessment).map((key) => ({
      urn: key.resource.urn,
      account: key.owner.identity,
      text: () => ({
        what: `${keyOf(key, names)} has no rotation.`,
        why: "Nothing ever replaces it, and it never expires.",
        fix: "create it with SegmentBigQuery, which rotates between two keys, or add a second key when its time comes",
      }),
    }));
  },
};
