import type { Assessment } from "../../access/assessment";
import type { Resource } from "../../stack/resource";
import { isObject, UNKNOWN } from "../../stack/plain";
import { isWithin } from "../../stack/stack";
import * as types from "../../stack/types";
import {
  ends,
  hasBegun,
  isLive,
  isLongAgo,
  type KeyOwner,
  type SegmentKey,
  segmentKeys,
} from "./segmentKeys";

/** In days: how long two keys of one account may live next to each other while Segment gets the new one. */
export const longestOverlap = 14;

/** A key that is older than the config allows. */
export interface OldKey {
  readonly key: SegmentKey;
  readonly since: Date;
  readonly maxDays: number;
}

/**
 * The live keys that are too old.
 *
 * Not one that is being rotated: else the pack would stop the very update that makes its successor.
 */
export function oldKeys(assessment: Assessment): OldKey[] {
  const { config, now } = assessment;
  const live = liveKeys(assessment);
  return live.flatMap((key): OldKey[] => {
    const { validAfter: since } = key;
    if (since === undefined || !isLongAgo(since, config.maxKeyAgeDays, now)) return [];
    const successor = live.some(({ owner, validAfter, resource }) => {
      if (owner.identity !== key.owner.identity) return false;
      if (validAfter === undefined) return isNew(resource);
      return validAfter > since && hasBegun(validAfter, now) && !isLongAgo(validAfter, longestOverlap, now);
    });
    return successor ? [] : [{ key, since, maxDays: config.maxKeyAgeDays }];
  });
}

/** Whether the key is made by this update: then its dates are not known. A key that never tells its age may be of any. */
function isNew({ urn, props }: Resource): boolean {
  return (
    urn.includes("::gcp:") && typeof props["privateKey"] !== "string" && typeof props["name"] !== "string"
  );
}

/** The live keys that nothing will ever replace. */
export function unrotatedKeys(assessment: Assessment): SegmentKey[] {
  const live = liveKeys(assessment);
  return live.filter((key) => {
    const { keepers } = key.resource.props;
    const kept = keepers === UNKNOWN || (isObject(keepers) && Object.keys(keepers).length > 0);
    const slots = live.some(
      ({ owner, resource }) => owner.identity === key.owner.identity && resource !== key.resource,
    );
    return !kept && !slots && !ends(key) && !hasSlots(assessment, key);
  });
}

/** `SegmentBigQuery` has two slots, between which its keys are rotated. */
function hasSlots({ stack }: Assessment, { resource }: SegmentKey): boolean {
  return stack.ofType(types.component).some(({ urn }) => isWithin(stack, resource, urn));
}

/** Keys of one account that have lived next to each other for too long. */
export interface Overlap {
  readonly owner: KeyOwner;
  /** Oldest first, by the time from which they are valid. */
  readonly keys: readonly SegmentKey[];
  readonly since: Date;
}

export function longOverlaps(assessment: Assessment): Overlap[] {
  const byOwner = new Map<string, SegmentKey[]>();
  for (const key of liveKeys(assessment)) {
    const same = byOwner.get(key.owner.identity);
    if (same) same.push(key);
    else byOwner.set(key.owner.identity, [key]);
  }
  return [...byOwner.values()].flatMap((keys): Overlap[] => {
    const sorted = [...keys].sort((a, b) => begin(a) - begin(b));
    const second = sorted[1];
    if (second?.validAfter === undefined) return [];
    if (!isLongAgo(second.validAfter, longestOverlap, assessment.now)) return [];
    return [{ owner: second.owner, keys: sorted, since: second.validAfter }];
  });
}

function begin({ validAfter }: SegmentKey): number {
  return validAfter?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function liveKeys(assessment: Assessment): SegmentKey[] {
  return segmentKeys(assessment).filter((key) => isLive(key, assessment.now));
}
