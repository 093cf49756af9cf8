import { type Scope, where } from "../iam/scope";
import type { Impersonation } from "../impersonation/permissions";
import { abridged, printable } from "../stack/text";
import { named } from "./text";

/** `ROLE on SCOPE`, of a custom role with the permissions that count here, and what its condition does not do. */
export function holds({ role, written, scope, note }: Impersonation): string {
  const permissions = written.length === 0 ? "" : ` (${abridged(written.map(printable))})`;
  const condition = note === undefined ? "" : ` (its condition narrows nothing: ${printable(note)})`;
  return `${printable(role)}${permissions} on ${place(scope)}${condition}`;
}

/** The scope in words; an account whose address is unknown until the update by the name of its resource. */
export function place(scope: Scope): string {
  if (scope.kind !== "serviceAccount" || !scope.email.startsWith("urn:")) return where(scope);
  return `the service account of ${named(scope.email.slice(scope.email.lastIndexOf("::") + 2))}`;
}
