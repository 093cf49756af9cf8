import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import type { EffectiveGrant } from "../access/effectiveGrants";
import type { Recommendation } from "../access/recommendRole";
import type { Role } from "../iam/role";
import { type Scope, where } from "../iam/scope";
import type { Impersonation } from "../impersonation/graph";
import { abridged, joined, printable } from "../stack/text";

/** Permissions that alarm most, so that they stand first where a list is cut. */
const first = [
  "bigquery.tables.delete",
  "bigquery.tables.update",
  "bigquery.tables.updateData",
  "bigquery.tables.getData",
  "bigquery.datasets.delete",
  "bigquery.datasets.create",
  "bigquery.tables.create",
  "bigquery.tables.export",
  "bigquery.datasets.setIamPolicy",
  "bigquery.datasets.update",
  "resourcemanager.projects.setIamPolicy",
];

/** Alarming ones first, the rest by name. */
export function byAlarm(permissions: readonly string[]): string[] {
  const rest = new Set(permissions);
  const alarming = first.filter((permission) => rest.delete(permission));
  return [...alarming, ...[...rest].sort()];
}

/** The role's name, safe to print. */
export function roleText(role: Role): string {
  return role.kind === "unknown" ? "a role that is unknown until the update" : printable(role.name);
}

/** `` `R` grants Segment ROLE on SCOPE``, with the way it comes and what its condition does not do. */
export function grantsText(effective: EffectiveGrant, scope: Scope, role: string, who: string): string {
  const { grant, via, conditionNote } = effective;
  const what = `${printable(role)} on ${where(scope)}`;
  const note =
    conditionNote === undefined ? "" : ` (its condition narrows nothing: ${printable(conditionNote)})`;
  const by = named(grant.resourceName);
  const ask = grant.onRequest === true;
  if (via.through === undefined)
    return ask ? `${by} lets ${who} ask for ${what}${note}` : `${by} grants ${who} ${what}${note}`;
  const all = throughText(via.through);
  return ask
    ? `${by} lets ${all} ask for ${what}${note}, which includes ${who}`
    : `${by} grants ${what} to ${all}${note}, which includes ${who}`;
}

/** The group or the like that a grant comes through; of a basic role, everyone who holds it. */
export function throughText(through: string): string {
  return `${through.startsWith("roles/") ? "everyone with " : ""}${printable(through)}`;
}

/** `39 permissions in excess (a, b, c and 36 more)`: the same number in findings, terminal, page and Markdown. */
export function inExcess(
  permissions: readonly string[],
  named: readonly string[] = byAlarm(permissions),
): string {
  const count = `${permissions.length} permission${permissions.length === 1 ? "" : "s"} in excess`;
  return permissions.length === 0 ? count : `${count} (${abridged(named, printable)})`;
}

/** `grant roles/x`, or `grant a custom role with a, b and c`. */
export function grantFix(recommended: Recommendation): string {
  return recommended.kind === "predefined"
    ? `grant ${joined(recommended.roles)}`
    : `grant a custom role with ${abridged(recommended.permissions)}`;
}

/** A resource's name, safe to print and told from the words around it. */
export function named(name: string): string {
  return `\`${printable(name)}\``;
}

/** With a capital first letter, where it begins with a word and not with an address or an id. */
export function capital(text: string): string {
  return !/^[a-z]+ /.test(text) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** How messages call one of Segment's accounts: by its address only where there are several. */
export interface Naming {
  /** As somebody who acts. */
  who(account: NamedAccount): string;
  /** As an account that others use. */
  account(account: NamedAccount): string;
}

type NamedAccount = Pick<SegmentAccount, "identity" | "member">;

export function naming({ accounts }: Assessment): Naming {
  const [only] = accounts;
  return namingOf(({ identity }) => accounts.length === 1 && only?.segment.identity === identity);
}

/** The same of one resource, of which nobody knows whose accounts stand next to it unless the config names just one. */
export function namingAlone({ config }: Assessment): Naming {
  const all = [...(config.serviceAccounts ?? []), ...(config.accounts ?? []).map(({ account }) => account)];
  return namingOf(() => all.length === 1 && all[0]?.includes("*") === false);
}

function namingOf(isOnly: (account: NamedAccount) => boolean): Naming {
  const name = (account: NamedAccount, short: string) =>
    isOnly(account) ? short : printable(account.member);
  return {
    who: (account) => name(account, "Segment"),
    account: (account) => name(account, "Segment's account"),
  };
}

/** The account's address, or its URN while that is not known. */
export function addressOf({ identity }: Pick<SegmentAccount, "identity">): string {
  return identity;
}

/** `ROLE on SCOPE`, of a custom role with the permissions that count here, and what its condition does not do. */
export function holds({ role, written, scope, note }: Impersonation): string {
  const permissions = written.length === 0 ? "" : ` (${abridged(written, printable)})`;
  const condition = note === undefined ? "" : ` (its condition narrows nothing: ${printable(note)})`;
  return `${printable(role)}${permissions} on ${place(scope)}${condition}`;
}

/** The scope in words; an account whose address is unknown until the update by the name of its resource. */
export function place(scope: Scope): string {
  if (scope.kind !== "serviceAccount" || !scope.email.startsWith("urn:")) return where(scope);
  return `the service account of ${named(scope.email.slice(scope.email.lastIndexOf("::") + 2))}`;
}
