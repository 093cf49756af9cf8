import type { Assessment } from "../../assessment";
import { isList, isObject } from "../../plain";
import type { Resource } from "../../resource";
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
