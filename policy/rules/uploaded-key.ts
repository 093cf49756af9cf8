import type { Assessment } from "../access/assessment";
import { isList, isObject } from "../stack/plain";
import type { Resource } from "../stack/resource";
import { isWithin } from "../stack/stack";
import { printable } from "../stack/text";
import * as types from "../stack/types";
import { type CommandKey, commandKeys, commandOf } from "./keys/commandKeys";
import { isLive, keyOf, type SegmentKey, segmentKeys } from "./keys/segmentKeys";
import type { Rule } from "./rule";

export const uploadedKey: Rule = {
  id: "uploaded-key",
  title: "Google makes Segment's key",
  description:
    "Rejects a key of Segment's account whose public half was uploaded (`publicKeyData`, or a command), unless the config allows it or `SegmentBigQuery` made it in its upload mode.",
  level: "mandatory",
  severity: "high",
  cis: "1.4",
  tags: ["key"],
  remediation: "Let Google make the key, or make it by `SegmentBigQuery` in its upload mode.",
  url: "https://cloud.google.com/iam/docs/keys-upload",
  find: (assessment) => [
    ...uploadedKeys(assessment).map((key) => ({ urn: key.resource.urn, message: uploadedKeyMessage(key) })),
    ...commandKeys(assessment, "upload").map((found) => ({
      urn: found.resource.urn,
      message: commandUploadMessage(found),
    })),
  ],
};

export function uploadedKeyMessage(key: SegmentKey): string {
  return (
    `${keyOf(key)} is an uploaded one (publicKeyData): where its private half was made and is kept is not known here; ` +
    "let Google make the key, make it by SegmentBigQuery in its upload mode, or set uploadedKeys to allow in the pack's config."
  );
}

export function commandUploadMessage(found: CommandKey): string {
  return (
    `${commandOf(found)} uploads a key of ${printable(found.owner.member)}: where its private half was made and is kept is not known here; ` +
    "make it by SegmentBigQuery in its upload mode, or set uploadedKeys to allow in the pack's config."
  );
}

/** The live keys whose public half was uploaded, but for those of a `SegmentBigQuery` that is told to upload. */
export function uploadedKeys(assessment: Assessment): SegmentKey[] {
  if (assessment.config.uploadedKeys === "allow") return [];
  return segmentKeys(assessment).filter(
    (key) => key.uploaded && isLive(key, assessment.now) && !isOfUploadMode(assessment, key),
  );
}

function isOfUploadMode({ stack }: Assessment, { resource }: SegmentKey): boolean {
  return stack.ofType(types.component).some((one) => uploads(one) && isWithin(stack, resource, one.urn));
}

/** In its upload mode the component says of each key that the stack keeps its JSON in no place. */
function uploads({ props }: Resource): boolean {
  const keys = props["keys"];
  if (!isList(keys) || keys.length === 0) return false;
  return keys.every((key) => {
    const places = isObject(key) ? key["places"] : undefined;
    return isList(places) && places.length === 0;
  });
}
