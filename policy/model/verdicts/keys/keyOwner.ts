import type { StackAccount } from "../../accounts";
import { accountPath, stackAccount } from "../../accounts";
import type { Assessment } from "../../assessment";
import { glob } from "../../glob";
import { projectOf } from "../../location";
import { text, UNKNOWN } from "../../plain";
import type { Resource } from "../../resource";
import { sourcesOf } from "../../stack";
import type { Subject } from "../../subject";
import * as types from "../../types";

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
 * The account of Segment's that a property of a key names; undefined for everybody else's, and where that cannot be told.
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
    return ownerOf(accounts.find(({ subject }) => identities.has(subject.identity))?.subject);
  }
  return namedOwner(assessment, resource, value);
}

/** The account of Segment's that a text of a resource names in one of these ways. */
export function namedOwner(assessment: Assessment, resource: Resource, value: string): KeyOwner | undefined {
  const { accounts, config } = assessment;
  const { written } = accountPath(value);
  const subject = accounts.find((assessed) => isNamed(assessment, resource, assessed.subject, written));
  if (subject) return ownerOf(subject.subject);
  // A stack may hold nothing of a configured account but its key.
  const configured = config.serviceAccounts?.some((pattern) => glob(pattern)(written)) === true;
  return configured && written.includes("@")
    ? { identity: written, member: `serviceAccount:${written}` }
    : undefined;
}

function isNamed({ stack }: Assessment, resource: Resource, subject: Subject, written: string): boolean {
  const { identity, account, project } = subject;
  if (written === identity || written === account?.uniqueId) return true;
  return identity.startsWith(`${written}@`) && projectOf(stack, resource).id === project;
}

function ownerOf(subject: Subject | undefined): KeyOwner | undefined {
  return subject && { identity: subject.identity, member: subject.member, account: subject.account };
}
