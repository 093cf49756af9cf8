import { isObject } from "../stack/plain";
import { knownText, onlySource } from "../stack/references";
import { remembered } from "../stack/remembered";
import type { Resource } from "../stack/resource";
import { sourcesOf, type Stack } from "../stack/stack";
import * as types from "../stack/types";
import { stackAccount } from "./account";

/** Who is put into which group by one resource. */
export interface GroupMembership {
  readonly resource: Resource;
  /** Address of the group; undefined while not known. */
  readonly group?: string;
  /** Address of the member, or the URN of an account whose address is not known; undefined while not even that is. */
  readonly member?: string;
}

/** The groups that an account or a group is in by the stack's memberships, also by way of other groups. */
export function groupsOf(stack: Stack): (identity: string) => ReadonlySet<string | undefined> {
  const up = steps(memberships(stack).filter(isKnown), "member", "group");
  const found = new Map<string, ReadonlySet<string | undefined>>();
  return (identity) => {
    const groups = found.get(identity) ?? reachable([identity], up);
    found.set(identity, groups);
    return groups;
  };
}

/**
 * The memberships on whose unknown part it hangs whether one of the accounts is in one of the groups, perhaps together
 * with other memberships: what is not known may be anybody, and any group.
 */
export function openMemberships(
  stack: Stack,
  accounts: Iterable<string>,
  groups: Iterable<string>,
): GroupMembership[] {
  const all = memberships(stack);
  const mayHold = reachable([undefined, ...accounts], steps(all, "member", "group"));
  const mayLead = reachable([undefined, ...groups], steps(all, "group", "member"));
  return all.filter((one) => !isKnown(one) && mayHold.has(one.member) && mayLead.has(one.group));
}

export const memberships = remembered((stack: Stack): readonly GroupMembership[] => {
  return stack.ofType(types.groupMembership).map((resource) => ({
    resource,
    group: groupAddress(stack, resource),
    member: memberAddress(stack, resource),
  }));
});

function isKnown({ group, member }: GroupMembership): boolean {
  return group !== undefined && member !== undefined;
}

type Steps = ReadonlyMap<string | undefined, ReadonlySet<string | undefined>>;

function steps(all: readonly GroupMembership[], from: "group" | "member", to: "group" | "member"): Steps {
  const found = new Map<string | undefined, Set<string | undefined>>();
  for (const one of all) found.set(one[from], (found.get(one[from]) ?? new Set()).add(one[to]));
  return found;
}

/** The beginning and all that can be come to from it; in a cycle nothing is added. */
function reachable(from: Iterable<string | undefined>, by: Steps): Set<string | undefined> {
  const found = new Set(from);
  for (const one of found) by.get(one)?.forEach((next) => found.add(next));
  return found;
}

function groupAddress(stack: Stack, membership: Resource): string | undefined {
  const name = knownText(membership.props, "group");
  const named = stack
    .ofType(types.group)
    .find(({ props }) => name !== undefined && knownText(props, "name") === name);
  const address = (named ?? onlySource(stack, membership, "group", types.group))?.props["groupKey"];
  return isObject(address) ? knownText(address, "id")?.toLowerCase() : undefined;
}

const memberKeys = ["preferredMemberKey", "memberKey"] as const;

function memberAddress(stack: Stack, membership: Resource): string | undefined {
  for (const property of memberKeys) {
    const value = membership.props[property];
    const id = isObject(value) ? knownText(value, "id") : undefined;
    if (id !== undefined) return id.toLowerCase();
  }
  const [made, ...others] = memberKeys
    .flatMap((property) => sourcesOf(stack, membership, property))
    .filter(({ type }) => type === types.account);
  return made && others.length === 0 ? stackAccount(stack, made).identity : undefined;
}
