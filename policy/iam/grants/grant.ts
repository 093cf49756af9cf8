import { isList, type Plain, text, UNKNOWN } from "../../stack/plain";
import type { Resource } from "../../stack/resource";
import { sourcesOf, type Stack } from "../../stack/stack";
import * as types from "../../stack/types";
import { stackAccount } from "../account";
import { type Member, parseMember } from "../member";
import type { Role } from "../role";
import type { Scope } from "../scope";

/** Who a grant names, as written; or the account that the stack makes, while its address is not known. */
export type MemberRef =
  | { readonly kind: "named"; readonly member: Member }
  | { readonly kind: "account"; readonly identity: string }
  | { readonly kind: "unknown"; readonly property: string };

/** The account that a grant is made to; undefined where it is made to anybody else. */
export function identityOf(member: MemberRef): string | undefined {
  if (member.kind === "account") return member.identity;
  return member.kind === "named" && member.member.kind === "serviceAccount" ? member.member.email : undefined;
}

/** How a grant is written; authoritative ones remove the grants of others. */
export type Shape = "member" | "binding" | "policy" | "access" | "sql" | "command";

/** One role for one member at one scope, whatever kind of resource makes it. */
export interface Grant {
  readonly urn: string;
  readonly resourceName: string;
  readonly resourceType: string;
  readonly shape: Shape;
  readonly scope: Scope;
  readonly role: Role;
  readonly member: MemberRef;
  readonly condition: Plain;
  /** True where the role is only held once it has been asked for. */
  readonly onRequest?: boolean;
  /** Properties on which scope or member hang and that are not known before the update. */
  readonly unknown: readonly string[];
}

/** Something in a resource that grants but cannot be read. */
export interface Unreadable {
  readonly urn: string;
  readonly resourceName: string;
  readonly resourceType: string;
  readonly property: string;
  readonly why: string;
  /** True where it will be readable in the update. */
  readonly unknown: boolean;
  /** Service accounts of the stack that the property takes its value from. */
  readonly accounts: readonly string[];
  /** Of SQL and commands: the addresses in it. It concerns these and `accounts` only, not everybody. */
  readonly names?: readonly string[];
}

/** Whether something unreadable may be about an account. */
export function mayName({ accounts, names }: Unreadable, identity: string): boolean {
  if (accounts.includes(identity) || names?.includes(identity)) return true;
  return names === undefined && accounts.length === 0;
}

/** Whether to report it for an account: a policy always, since it may name anybody; a script only if it names the account. */
export function concerns(found: Unreadable, identity: string): boolean {
  return found.names === undefined || mayName(found, identity);
}

export interface Grants {
  readonly grants: readonly Grant[];
  readonly unreadable: readonly Unreadable[];
}

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
