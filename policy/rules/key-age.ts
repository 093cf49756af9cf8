import { oldKeys } from "./keys/keyLife";
import { dateText, keyOf } from "./keys/segmentKeys";
import type { Rule } from "./rule";
import { naming } from "./text";

export const keyAge: Rule = {
  id: "key-age",
  title: "Segment's key is young",
  description:
    "Rejects a live key of Segment's account that has been valid for more days than `maxKeyAgeDays`, unless its successor is in the stack. A key past its end is not reported.",
  level: "mandatory",
  severity: "high",
  cis: "1.7",
  tags: ["key", "rotation"],
  remediation: "Create a new key, give it to Segment, then disable and delete the old one.",
  url: "https://cloud.google.com/iam/docs/key-rotation",
  find: (assessment) => {
    const names = naming(assessment);
    return oldKeys(assessment).map(({ key, since, maxDays }) => ({
      urn: key.resource.urn,
      account: key.owner.identity,
      text: () => ({
        // A date and no count of days, so that the text is the same tomorrow.
        what: `${keyOf(key, names)} has been valid since ${dateText(since)}.`,
        why: `The longer a key lives, the more copies of it there may be; maxKeyAgeDays allows ${maxDays} days.`,
        fix: "create a new key, give it to Segment, then disable and delete this one",
      }),
    }));
  },
};
