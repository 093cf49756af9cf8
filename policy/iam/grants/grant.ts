import type { Plain } from "../../stack/plain";
import type { Member } from "../member";
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
