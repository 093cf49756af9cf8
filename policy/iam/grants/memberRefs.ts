import { isList, type Plain, text, UNKNOWN } from "../../stack/plain";
import type { Resource } from "../../stack/resource";
import { sourcesOf, type Stack } from "../../stack/stack";
import * as types from "../../stack/types";
import { stackAccount } from "../account";
import { parseMember } from "../member";
import type { MemberRef } from "./grant";

/**
 * Who a property names: one text or a list of texts.
 *
 * A part that is not known yet stands for the service accounts that the property takes its value from; where the stack
 * makes several and fewer parts are open, each of them may be meant, and each is taken to be.
 */
export function memberRefs(
  stack: Stack,
  resource: Resource,
  property: string,
  value: Plain | undefined,
): MemberRef[] {
  const parts: readonly (Plain | undefined)[] = isList(value) ? value : [value];
  const refs = parts.flatMap((part): MemberRef[] => {
    const known = text(part);
    return typeof known === "string" ? [{ kind: "named", member: parseMember(known) }] : [];
  });
  return parts.includes(UNKNOWN) ? [...refs, ...openRefs(stack, resource, property)] : refs;
}

/** Whom a part that is not known yet may name. */
export function openRefs(stack: Stack, resource: Resource, property: string): MemberRef[] {
  const accounts = accountsBehind(stack, resource, property);
  if (accounts.length > 0) return accounts.map((identity) => ({ kind: "account", identity }));
  const pools = sourcesOf(stack, resource, property).filter(({ type }) => type === types.workloadPool);
  return pools.length > 0 ? pools.map(poolRef) : [{ kind: "unknown", property }];
}

/** The service accounts of the stack that a property takes its value from. */
export function accountsBehind(stack: Stack, resource: Resource, property: string): string[] {
  return sourcesOf(stack, resource, property)
    .filter(({ type }) => type === types.account)
    .map((owner) => stackAccount(stack, owner).identity);
}

/** Identities of a pool whose number is not known yet. */
function poolRef({ urn, name }: Resource): MemberRef {
  const text = `principalSet of workload identity pool ${name}, not known yet`;
  return { kind: "named", member: { kind: "federated", pool: urn, text } };
}
