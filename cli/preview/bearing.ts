import type { Assessment } from "../../policy/access/assessment";
import { type MentionKind, mentionKind } from "../../policy/facts/mentions";
import { grantsAnything } from "../../policy/iam/grants";
import * as types from "../../policy/stack/types";
import type { Incomplete, Reached } from "../offline/incomplete";

/** Types that the pack reads without their granting anything. */
const readTypes: ReadonlySet<string> = new Set(Object.values(types).flat());

/** Properties that no rule of the pack judges by, whatever the type. */
const withoutBearing: ReadonlySet<string> = new Set([
  ...[
    "annotations",
    "defaultEncryptionConfiguration",
    "defaultPartitionExpirationMs",
    "defaultTableExpirationMs",
  ],
  ...[
    "deleteContentsOnDestroy",
    "deletionProtection",
    "expirationTime",
    "friendlyName",
    "labels",
    "location",
  ],
  ...["maxTimeTravelHours", "replications", "rotation", "storageBillingModel", "topics"],
]);

/** Names whose values are never an account's address, and hold none. */
const namesNobody =
  /^(?:.*pass(?:word|wd|phrase)(?:_?wo)?|.*image|.*image_?family|.*versions?|.*zones?|.*regions?|location)$/i;

/** Where an account's address would say more than text does, in resources of any type. */
const mayMention: ReadonlySet<MentionKind> = new Set<MentionKind>(["runs-as", "actor", "code"]);

/**
 * Whether a part that could not be seen could concern Segment.
 *
 * One that is followed does so where it goes into what the pack reads. In a stack without an account of Segment's, that
 * is where it could name one.
 */
export function bearsOnSegment({ reaches }: Incomplete, assessment: Assessment): boolean {
  return reaches === undefined || reaches.some((place) => bears(place, assessment));
}

function mayName(type: string, path: readonly string[]): boolean {
  return mayMention.has(mentionKind(type, path)) && !namesNobody.test(path.at(-1) ?? "");
}

function bears(place: Reached, { stack, accounts, grants, unreadable }: Assessment): boolean {
  const { urn, property, paths } = place;
  const type = stack.get(urn)?.type;
  if (type === undefined || withoutBearing.has(property)) return false;
  if (!readTypes.has(type) && !grantsAnything(type)) {
    return accounts.length > 0 && paths.some((path) => mayName(type, path));
  }
  if (accounts.length > 0) return true;
  return (
    type === types.account ||
    unreadable.some((found) => found.urn === urn) ||
    grants.some((grant) => grant.urn === urn && grant.member.kind !== "named")
  );
}
