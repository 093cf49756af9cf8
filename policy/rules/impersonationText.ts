import { type Scope, where } from "../iam/scope";
import type { Impersonation } from "../impersonation/permissions";
import { joined, printable } from "../stack/text";

export function holds(impersonation: Impersonation): string {
  return `holds ${roleOf(impersonation)} on ${place(impersonation.scope)}`;
}

/** The scope in words; an account whose address is not known yet by the name of its resource. */
export function place(scope: Scope): string {
  if (scope.kind !== "serviceAccount" || !scope.email.startsWith("urn:")) return where(scope);
  return `service account ${printable(scope.email.slice(scope.email.lastIndexOf("::") + 2))} (address not known yet)`;
}

/** The role, and of a custom one the permissions that count here. */
export function roleOf({ role, written }: Impersonation): string {
  return written.length === 0 ? printable(role) : `${printable(role)} (${joined(written.map(printable))})`;
}

export function narrows({ note }: Impersonation): string {
  return note === undefined ? "" : ` (its condition narrows nothing: ${printable(note)})`;
}
