import type { CommandKey } from "../verdicts/keys/commandKeys";
import type { OldKey, Overlap } from "../verdicts/keys/keyLife";
import type { OpenKey } from "../verdicts/keys/openKeys";
import type { OtherCredential } from "../verdicts/keys/otherCredentials";
import { longestOverlap } from "../verdicts/keys/keyLife";
import type { SegmentKey } from "../verdicts/keys/segmentKeys";
import { joined, printable } from "./lists";

/** A date and no count of days, so that the text is the same tomorrow. */
export function oldKeyMessage({ key, since, maxDays }: OldKey): string {
  return (
    `${keyOf(key)} has been valid since ${dateText(since)}, longer than the ${maxDays} days that maxKeyAgeDays allows; ` +
    "rotate it: make a new key beside it, give Segment the new one, then disable and delete this one."
  );
}

export function unrotatedKeyMessage(key: SegmentKey): string {
  return (
    `${keyOf(key)} has no rotation: nothing ever replaces it, and it never expires; ` +
    "make it by SegmentBigQuery, whose two slots rotate it with an overlap, or put a second key beside it when its time comes."
  );
}

export function overlapMessage({ member, keys, since }: Overlap): string {
  const names = keys.map(({ resource }) => printable(resource.name));
  const old = names.slice(0, -1);
  return (
    `${printable(member)} has had ${keys.length} live keys, ${joined(names)}, since ${dateText(since)}, longer than the ${longestOverlap} days ` +
    `that a rotation takes; check that Segment uses ${names[names.length - 1]}, then disable and delete ${joined(old)}.`
  );
}

export function uploadedKeyMessage(key: SegmentKey): string {
  return (
    `${keyOf(key)} is an uploaded one (publicKeyData): where its private half was made and is kept is not known here; ` +
    "let Google make the key, make it by SegmentBigQuery in its upload mode, or set uploadedKeys to allow in the pack's config."
  );
}

export function hmacKeyMessage({ resource, owner }: OtherCredential): string {
  return (
    `${printable(owner.member)} has the HMAC key ${printable(resource.name)} for Cloud Storage, which Segment does not use and which never expires; ` +
    "set its state to INACTIVE, then remove it."
  );
}

export function apiKeyMessage({ resource, owner }: OtherCredential): string {
  return (
    `The API key ${printable(resource.name)} acts as ${printable(owner.member)} for whoever holds its text, and Segment takes none; ` +
    "remove it, or bind it to another account."
  );
}

export function commandKeyMessage(found: CommandKey): string {
  return (
    `${commandOf(found)} makes a key of ${printable(found.owner.member)}, whose private part lies in a file wherever it runs; ` +
    "make the key by SegmentBigQuery, which hands it to a secrets manager, and take the command out."
  );
}

export function commandUploadMessage(found: CommandKey): string {
  return (
    `${commandOf(found)} uploads a key of ${printable(found.owner.member)}: where its private half was made and is kept is not known here; ` +
    "make it by SegmentBigQuery in its upload mode, or set uploadedKeys to allow in the pack's config."
  );
}

export function commandHmacMessage(found: CommandKey): string {
  return (
    `${commandOf(found)} makes an HMAC key of ${printable(found.owner.member)} for Cloud Storage, which Segment does not use and which never expires; ` +
    "take the command out, and remove the key that it has made."
  );
}

/** `PROPERTY of TYPE NAME`. */
function commandOf({ resource, property }: CommandKey): string {
  return `${printable(property)} of ${printable(resource.type)} ${printable(resource.name)}`;
}

export function openKeyMessage({ resource, property }: OpenKey): string {
  return `Whose key ${printable(resource.name)} (${printable(resource.type)}) is cannot be told yet: its ${property} is not known before the update.`;
}

/** `The key NAME of serviceAccount:…`. */
export function keyOf({ resource, owner }: SegmentKey): string {
  return `The key ${printable(resource.name)} of ${printable(owner.member)}`;
}

function dateText(date: Date): string {
  return date.toISOString().slice(0, 10);
}
