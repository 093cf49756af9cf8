import type { SegmentAccount } from "../access/account";
import type { Declaration, SourceRef } from "../access/declaration";
import type { EffectiveGrant } from "../access/effectiveGrants";
import { browseScope, sourceScope } from "../access/needs";
import type { Role } from "../iam/role";
import { reaches, type Scope, scopeKey, where } from "../iam/scope";
import { printable } from "../stack/text";

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
];

/** Alarming ones first, the rest by name. */
export function byAlarm(permissions: readonly string[]): string[] {
  const rank = (permission: string) => {
    const at = first.indexOf(permission);
    return at < 0 ? first.length : at;
  };
  return [...new Set(permissions)].sort().sort((a, b) => rank(a) - rank(b));
}

/** The role's name, safe to print. */
export function roleText(role: Role): string {
  return role.kind === "unknown" ? "a role that is not known yet" : printable(role.name);
}

/** What Segment does at a scope, by the declaration. */
export type Place = "project" | "source" | "state" | "models" | "above" | "outside" | "elsewhere";

export function placeOf(declared: Declaration, scope: Scope): Place {
  const key = scopeKey(scope);
  if (scope.kind === "other" || scope.kind === "serviceAccount") return "outside";
  if (scope.kind === "organization" || scope.kind === "folder") return "above";
  if (key === scopeKey({ kind: "dataset", ...declared.stateDataset })) return "state";
  if (declared.sources?.some((source) => isIn(source, scope))) return "source";
  if (declared.models.some(({ project, dataset }) => scopeKey({ kind: "dataset", project, dataset }) === key))
    return "models";
  return scope.kind === "project" && scope.project === declared.project ? "project" : "elsewhere";
}

/** Whether the scope is a source, lies in one, or is the dataset of a source's table. */
function isIn(source: SourceRef, scope: Scope): boolean {
  if (scopeKey(browseScope(source)) === scopeKey(scope)) return true;
  return "dataset" in scope && reaches(sourceScope(source), scope);
}

/** `holds ROLE on SCOPE`, with the way it comes and what is to be said of its condition. */
export function holds(effective: EffectiveGrant, scope: Scope, role: string): string {
  const through = effective.via.through === undefined ? "" : ` through ${printable(effective.via.through)}`;
  const note =
    effective.conditionNote === undefined
      ? ""
      : ` (its condition narrows nothing: ${printable(effective.conditionNote)})`;
  const verb = effective.grant.onRequest === true ? "may ask for" : "holds";
  return `${verb} ${printable(role)} on ${where(scope)}${through}${note}`;
}

/** The account's address, or its URN while that is not known. */
export function addressOf({ identity }: Pick<SegmentAccount, "identity">): string {
  return identity;
}
