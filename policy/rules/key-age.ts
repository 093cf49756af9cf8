import { type OldKey, oldKeys } from "./keys/keyLife";
import { dateText, keyOf } from "./keys/segmentKeys";
import type { Rule } from "./rule";

export const keyAge: Rule = {
  id: "key-age",
  title: "Segment's key is young",
  description:
    "Rejects a live key of Segment's account that has been valid for more days than `maxKeyAgeDays`, unless its successor is already there. A key past its end is dead and not reported.",
  level: "mandatory",
  severity: "high",
  cis: "1.7",
  tags: ["key", "rotation"],
  remediation:
    "Make a new key beside the old one, give Segment the new one, then disable and delete the old one.",
  url: "https://cloud.google.com/iam/docs/key-rotation",
  find: (assessment) =>
    oldKeys(assessment).map((found) => ({ urn: found.key.resource.urn, message: oldKeyMessage(found) })),
};

/** A date and no count of days, so that the text is the same tomorrow. */
export function oldKeyMessage({ key, since, maxDays }: OldKey): string {
  return (
    `${keyOf(key)} has been valid since ${dateText(since)}, longer than the ${maxDays} days that maxKeyAgeDays allows; ` +
    "rotate it: make a new key beside it, give Segment the new one, then disable and delete this one."
  );
}
