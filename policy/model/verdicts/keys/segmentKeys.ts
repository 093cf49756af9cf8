import type { Assessment } from "../../assessment";
import { text, type Plain } from "../../plain";
import type { Resource } from "../../resource";
import * as types from "../../types";
import { keyOwner, type KeyOwner } from "./keyOwner";

/** A key of one of Segment's accounts. */
export interface SegmentKey {
  readonly resource: Resource;
  readonly owner: KeyOwner;
  /** Whether its public half was uploaded, so that Google has never had the private one. */
  readonly uploaded: boolean;
  /** Undefined for a key that is not made yet, and where it cannot be read. */
  readonly validAfter?: Date;
  /** Undefined where it never ends, is not known, or cannot be read. */
  readonly validBefore?: Date;
}

/** The keys of Segment's accounts that the stack holds, by URN. */
export function segmentKeys(assessment: Assessment): SegmentKey[] {
  return assessment.stack.ofType(types.key).flatMap((resource): SegmentKey[] => {
    const owner = keyOwner(assessment, resource, "serviceAccountId");
    if (!owner) return [];
    const { props } = resource;
    const uploaded = text(props["publicKeyData"]) !== undefined;
    const validAfter = dateIn(props["validAfter"]);
    const validBefore = dateIn(props["validBefore"]);
    return [{ resource, owner, uploaded, validAfter, validBefore }];
  });
}

/** Whether a key opens anything: not when it has ended, nor when its account is disabled. */
export function isLive({ validBefore, owner }: SegmentKey, now: Date): boolean {
  if (owner.account?.disabled === true) return false;
  return validBefore === undefined || validBefore.getTime() > now.getTime();
}

/** Whether a key ends by itself: Google writes the last day of the year 9999 for one that does not. */
export function ends({ validBefore }: SegmentKey): boolean {
  return validBefore !== undefined && validBefore.getUTCFullYear() < 9999;
}

const day = 24 * 60 * 60 * 1000;

/** Whether a time is more than so many days ago. */
export function isLongAgo(time: Date, days: number, now: Date): boolean {
  return now.getTime() - time.getTime() > days * day;
}

const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function dateIn(value: Plain | undefined): Date | undefined {
  const written = text(value);
  if (typeof written !== "string" || !timestamp.test(written)) return undefined;
  const date = new Date(written);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
