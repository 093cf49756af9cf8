import type { Assessment } from "../access/assessment";
import { isList, isObject } from "../stack/plain";
import type { Resource } from "../stack/resource";
import { isWithin } from "../stack/stack";
import * as types from "../stack/types";
import { commandKeys, commandOf } from "./keys/commandKeys";
import { isLive, keyOf, type SegmentKey, segmentKeys } from "./keys/segmentKeys";
import type { Rule } from "./rule";
import { naming } from "./text";

export const uploadedKey: Rule = {
  id: "uploaded-key",
  title: "Google creates Segment's key",
  description:
    "Rejects a key of Segment's account whose public half was uploaded (`publicKeyData`, or a command), unless the config allows it or `SegmentBigQuery` created it in its upload mode.",
  level: "mandatory",
  severity: "high",
  cis: "1.4",
  tags: ["key"],
  remediation: "Let Google create the key, or use the upload mode of `SegmentBigQuery`.",
  url: "https://cloud.google.com/iam/docs/keys-upload",
  find: (assessment) => {
    const names = naming(assessment);
    const why = "Nobody can see here where its private part was created and is kept.";
    return [
      ...uploadedKeys(assessment).map((key) => ({
        urn: key.resource.urn,
        account: key.owner.identity,
        text: () => ({
          what: `${keyOf(key, names)} was uploaded (publicKeyData).`,
          why,
          fix: "let Google create the key, use SegmentBigQuery's upload mode, or set uploadedKeys to allow",
        }),
      })),
      ...commandKeys(assessment, "upload").map((found) => ({
        urn: found.resource.urn,
        account: found.owner.identity,
        text: () => ({
          what: `${commandOf(found)} uploads a key of ${names.account(found.owner)}.`,
          why,
          fix: "use SegmentBigQuery's upload mode, or set uploadedKeys to allow",
        }),
      })),
    ];
  },
};

/** The live keys whose public half was uploaded, except those of a `SegmentBigQuery` in its upload mode. */
export function uploadedKeys(assessment: Assessment): SegmentKey[] {
  if (assessment.config.uploadedKeys === "allow") return [];
  return segmentKeys(assessment).filter(
    (key) => key.uploaded && isLive(key, assessment.now) && !isOfUploadMode(assessment, key),
  );
}

function isOfUploadMode({ stack }: Assessment, { resource }: SegmentKey): boolean {
  return stack.ofType(types.component).some((one) => uploads(one) && isWithin(stack, resource, one.urn));
}

/** In its upload mode the component says of each key that the stack keeps its JSON nowhere. */
function uploads({ props }: Resource): boolean {
  const keys = props["keys"];
  if (!isList(keys) || keys.length === 0) return false;
  return keys.every((key) => {
    const places = isObject(key) ? key["places"] : undefined;
    return isList(places) && places.length === 0;
  });
}
