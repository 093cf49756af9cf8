import { allGrants, type Grant, type MemberRef, type Unreadable } from "../../../../policy/iam/grants";
import { memberText } from "../../../../policy/iam/member";
import { customRoles, type Role } from "../../../../policy/iam/role";
import type { Scope } from "../../../../policy/iam/scope";
import { fromPolicyResource } from "../../../../policy/stack/fromPulumi";
import type { Plain } from "../../../../policy/stack/plain";
import { stackOf } from "../../../../policy/stack/stack";
import { asPolicyResources, type TestResource } from "../../support";

/** A grant without the resource that makes it; what is not said of it is left out. */
export interface Told {
  readonly shape: string;
  readonly scope: Scope;
  /** Its name; `?property` while it is not known. */
  readonly role: string;
  /** As a policy spells it; `account IDENTITY` of one that the stack makes, `?property` while it is not known. */
  readonly member: string;
  readonly condition?: Plain;
  readonly onRequest?: true;
  readonly unknown?: readonly string[];
}

/** What cannot be read, without the resource. */
export type Note = Pick<Unreadable, "property" | "why" | "unknown" | "accounts" | "names">;

/** Every grant of a stack, and every part of it that cannot be read. */
export function read(...resources: readonly TestResource[]) {
  const stack = stackOf(asPolicyResources(resources).map(fromPolicyResource));
  return allGrants(stack, customRoles(stack));
}

export interface Telling {
  readonly grants: readonly Told[];
  readonly unreadable: readonly Note[];
}

/** The same, in short. */
export function told(...resources: readonly TestResource[]): Telling {
  const { grants, unreadable } = read(...resources);
  return { grants: grants.map(inShort), unreadable: unreadable.map(noted) };
}

/** What `told` gives for a stack that grants this, and in which everything can be read. */
export function only(...grants: readonly Told[]): Telling {
  return { grants, unreadable: [] };
}

/** What `told` gives for a stack that grants nothing, as far as can be read. */
export function unread(...unreadable: readonly Note[]): Telling {
  return { grants: [], unreadable };
}

/** The URN that a test's resource has. */
export function urnOf({ type, name }: Pick<TestResource, "type" | "name">): string {
  return `urn:pulumi:test::stack::${type}::${name}`;
}

function inShort({ shape, scope, role, member, condition, onRequest, unknown }: Grant): Told {
  return {
    shape,
    scope,
    role: roleText(role),
    member: refText(member),
    ...(condition === null ? {} : { condition }),
    ...(onRequest === true ? { onRequest } : {}),
    ...(unknown.length === 0 ? {} : { unknown }),
  };
}

function noted({ property, why, unknown, accounts, names }: Unreadable): Note {
  return { property, why, unknown, accounts, ...(names === undefined ? {} : { names }) };
}

function roleText(role: Role): string {
  return role.kind === "unknown" ? `?${role.property}` : role.name;
}

function refText(ref: MemberRef): string {
  switch (ref.kind) {
    case "named":
      return memberText(ref.member);
    case "account":
      return `account ${ref.identity}`;
    case "unknown":
      return `?${ref.property}`;
  }
}

/** The note on a script that grants what cannot be seen in it. */
export const put = (property: string, ...names: readonly string[]): Note => ({
  property,
  why: "a part of what it grants is put together when it runs",
  unknown: false,
  accounts: [],
  names,
});

/** The note on a script that is not known yet. */
export const open = (property: string, ...accounts: readonly string[]): Note => ({
  property,
  why: "it is not known yet",
  unknown: true,
  accounts,
  names: [],
});
