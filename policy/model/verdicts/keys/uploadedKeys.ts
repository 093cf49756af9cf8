import type { Assessment } from "../../assessment";
import { knownText } from "../../location";
import { isWithin } from "../../stack";
import * as types from "../../types";
import { isLive, segmentKeys, type SegmentKey } from "./segmentKeys";

/** The live keys whose public half was uploaded, but for those of a `SegmentBigQuery` that is told to upload. */
export function uploadedKeys(assessment: Assessment): SegmentKey[] {
  if (assessment.config.uploadedKeys === "allow") return [];
  return segmentKeys(assessment).filter(
    (key) => key.uploaded && isLive(key, assessment.now) && !isOfUploadMode(assessment, key),
  );
}

function isOfUploadMode({ stack }: Assessment, { resource }: SegmentKey): boolean {
  return stack
    .ofType(types.component)
    .some(
      ({ urn, props }) =>
        knownText(props, "keyMode") === types.uploadKeyMode && isWithin(stack, resource, urn),
    );
}
