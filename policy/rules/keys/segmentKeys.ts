import type { SegmentAccount } from "../../access/account";
import type { Assessment } from "../../access/assessment";
import { accountPath, type StackAccount, stackAccount } from "../../iam/account";
import { type Plain, text, UNKNOWN } from "../../stack/plain";
import { projectOf } from "../../stack/references";
import { remembered } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";
import { sourcesOf } from "../../stack/stack";
import { glob } from "../../stack/text";
import * as types from "../../stack/types";
import { named, type Naming } from "../text";

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
export const segmentKeys = remembered((assessment: Assessment): readonly SegmentKey[] => {
  return assessment.stack.ofType(types.key).flatMap((resource): SegmentKey[] => {
    const owner = keyOwner(assessment, resource, "serviceAccountId");
    if (!owner) return [];
    const { props } = resource;
    const uploaded = text(props["publicKeyData"]) !== undefined;
    const validAfter = dateIn(props["validAfter"]);
    const validBefore = dateIn(props["validBefore"]);
    return [{ resource, owner, uploaded, validAfter, validBefore }];
  });
});

/** Whether a key opens anything: not when it has ended, nor when it or its account is disabled. */
export function isLive({ validBefore, owner, resource }: SegmentKey, now: Date): boolean {
  if (owner.account?.disabled === true || resource.props["disabled"] === true) return false;
  return validBefore === undefined || validBefore.getTime() > now.getTime();
}

/** Whether a key ends by itself: Google writes the last day of the year 9999 for one that does not. */
export function ends({ validBefore }: SegmentKey): boolean {
  return validBefore !== undefined && validBefore.getUTCFullYear() < 9999;
}

const day = 24 * 60 * 60 * 1000;

/** Whether a time has come: clocks may differ by some of a day. */
export function hasBegun(time: Date, now: Date): boolean {
  return time.getTime() - now.getTime() < day;
}

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

/** `` The key `NAME` of Segment's account ``. */
export function keyOf({ resource, owner }: SegmentKey, names: Naming): string {
  return `The key ${named(resource.name)} of ${names.account(owner)}`;
}

export function dateText(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** The account of Segment's that a credential is for. */
export interface KeyOwner {
  /** The e-mail address, or the URN while the address is not known. */
  readonly identity: string;
  /** `serviceAccount:EMAIL`, or with the Pulumi name while the address is not known. */
  readonly member: string;
  /** The account's resource, when the stack makes it. */
  readonly account?: StackAccount;
}

/**
 * The account of Segment's that a property of a key names; undefined for everybody else's, and where that cannot be determined.
 *
 * Google takes `EMAIL`, `projects/P/serviceAccounts/EMAIL` (with `-` for any project), and the account's unique id.
 */
export function keyOwner(assessment: Assessment, resource: Resource, property: string): KeyOwner | undefined {
  const value = text(resource.props[property]);
  if (value === undefined) return undefined;
  const { accounts, stack } = assessment;
  if (value === UNKNOWN) {
    const made = sourcesOf(stack, resource, property).filter(({ type }) => type === types.account);
    const identities = new Set(made.map((owner) => stackAccount(stack, owner).identity));
    return ownerOf(accounts.find(({ segment }) => identities.has(segment.identity))?.segment);
  }
  return namedOwner(assessment, resource, value);
}

/** The account of Segment's that a text of a resource names in one of these ways. */
export function namedOwner(assessment: Assessment, resource: Resource, value: string): KeyOwner | undefined {
  const { accounts, config } = assessment;
  const { written } = accountPath(value);
  const segment = accounts.find((access) => isNamed(assessment, resource, access.segment, written));
  if (segment) return ownerOf(segment.segment);
  // A stack may hold nothing of a configured account but its key.
  const configured = config.serviceAccounts?.some((pattern) => glob(pattern)(written)) === true;
  return configured && written.includes("@")
    ? { identity: written, member: `serviceAccount:${written}` }
    : undefined;
}

/** A credential of another kind than a JSON key, bound to one of Segment's accounts. */
export interface OtherCredential {
  readonly resource: Resource;
  readonly owner: KeyOwner;
}

/** The resources of these types that are bound to one of Segment's accounts. */
export function boundTo(assessment: Assessment, tokens: readonly string[]): OtherCredential[] {
  return tokens.flatMap((type) =>
    assessment.stack.ofType(type).flatMap((resource): OtherCredential[] => {
      const owner = keyOwner(assessment, resource, "serviceAccountEmail");
      return owner ? [{ resource, owner }] : [];
    }),
  );
}

function isNamed(
  { stack }: Assessment,
  resource: Resource,
  segment: SegmentAccount,
  written: string,
): boolean {
  const { identity, account, project } = segment;
  if (written === identity || written === account?.uniqueId) return true;
  return identity.startsWith(`${written}@`) && projectOf(stack, resource).id === project;
}

function ownerOf(segment: SegmentAccount | undefined): KeyOwner | undefined {
  return segment && { identity: segment.identity, member: segment.member, account: segment.account };
}
