import type { Assessment } from "../../../policy/access/assessment";
import { stackAccount } from "../../../policy/iam/account";
import { UNKNOWN } from "../../../policy/stack/plain";
import { knownText } from "../../../policy/stack/references";
import type { Resource } from "../../../policy/stack/resource";
import { sourcesOf } from "../../../policy/stack/stack";
import * as types from "../../../policy/stack/types";
import type { KeyLine } from "../report";

const day = 86_400_000;

/** The keys of Segment's accounts: only names and dates are read. */
export function keyLines(assessment: Assessment, maxAgeDays: number): KeyLine[] {
  const { stack, accounts, now } = assessment;
  const identities = new Set(accounts.map(({ segment }) => segment.identity));
  return stack.ofType(types.key).flatMap((key): KeyLine[] => {
    const account = accountOf(assessment, key);
    // Where even the account is not known, the key may be Segment's.
    if (account !== undefined && !identities.has(account)) return [];
    const validAfter = dateIn(key, "validAfter");
    const validBefore = dateIn(key, "validBefore");
    const ageDays = validAfter && Math.floor((now.getTime() - validAfter.getTime()) / day);
    return [
      {
        account: account?.startsWith("urn:")
          ? account.slice(account.lastIndexOf("::") + 2)
          : (account ?? "not known yet"),
        key: knownText(key.props, "name")?.split("/").at(-1) ?? key.name,
        origin: originOf(key),
        ...(validAfter && { validAfter: validAfter.toISOString() }),
        ...(validBefore && { validBefore: validBefore.toISOString() }),
        ...(ageDays !== undefined && { ageDays }),
        maxAgeDays,
        state: stateOf(key, ageDays, validBefore, maxAgeDays, now),
        urn: key.urn,
      },
    ];
  });
}

function accountOf({ stack }: Assessment, key: Resource): string | undefined {
  const written = knownText(key.props, "serviceAccountId");
  const email = written?.slice(written.lastIndexOf("/") + 1).toLowerCase();
  if (email?.includes("@")) return email;
  const made = sourcesOf(stack, key, "serviceAccountId").find(({ type }) => type === types.account);
  return made && stackAccount(stack, made).identity;
}

function originOf(key: Resource): KeyLine["origin"] {
  const uploaded = key.props["publicKeyData"];
  if (uploaded === undefined || uploaded === null || uploaded === "") return "Google";
  return uploaded === UNKNOWN && key.props["privateKey"] !== undefined ? "not known" : "uploaded";
}

function stateOf(
  key: Resource,
  ageDays: number | undefined,
  validBefore: Date | undefined,
  maxAgeDays: number,
  now: Date,
): KeyLine["state"] {
  if (validBefore && validBefore <= now) return "expired";
  if (key.props["disabled"] === true) return "disabled";
  if (ageDays === undefined) return "not known";
  return ageDays >= maxAgeDays ? "too old" : "good";
}

function dateIn(key: Resource, property: string): Date | undefined {
  const written = knownText(key.props, property);
  const date = written === undefined ? undefined : new Date(written);
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}
