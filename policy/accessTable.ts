import { type AccountAccess, assess, type Assessment } from "./access/assessment";
import { packConfig } from "./access/config";
import type { Declaration } from "./access/declaration";
import type { EffectiveGrant } from "./access/effectiveGrants";
import { excessAt } from "./access/excess";
import { satisfies } from "./access/gaps";
import { needs } from "./access/needs";
import { worksAt } from "./facts/permissions";
import { products } from "./facts/products";
import { catalogueRole } from "./facts/roles";
import { reaches, type Scope, scopeKey, scopeKinds, where } from "./iam/scope";
import type { Plain } from "./stack/plain";
import type { Resource } from "./stack/resource";
import { printable } from "./stack/text";

/** A permission that is needed, the scope on which it is needed, and what for. */
export interface NeededHere {
  readonly permission: string;
  /** As JSON, equal for equal scopes. */
  readonly scope: string;
  readonly reason: string;
}

/** One role that Segment's account holds at one scope, and what it is for. */
export interface AccessRow {
  readonly member: string;
  readonly scope: string;
  readonly scopeKind: Scope["kind"];
  readonly role: string;
  /** All that the role allows, as far as it is known. */
  readonly permissions: readonly string[];
  /** Which of them are needed there, and for what. */
  readonly needed: readonly NeededHere[];
  /** Which of them are in excess. */
  readonly excess: readonly string[];
  /** What the role is for in words; empty where nothing there is needed. */
  readonly why: readonly string[];
  /** The group, impersonated account or public member that it comes through, or that it comes by creating a dataset. */
  readonly through?: string;
  /** The resource that grants it. */
  readonly urn: string;
}

/**
 * What Segment's accounts hold by the stack's grants, one row for each role, scope and way.
 *
 * @param config the pack's config, as the policies take it
 */
export function accessTable(
  resources: Iterable<Resource>,
  config: Plain = {},
  now: Date = new Date(),
): AccessRow[] {
  return accessRows(assess(resources, packConfig(config), now));
}

/** The same of a stack that is assessed already. */
export function accessRows({ accounts }: Assessment): AccessRow[] {
  return accounts.flatMap((access) => [
    ...access.effectiveGrants.flatMap((effective) => rows(access, effective)),
    ...owned(access),
  ]);
}

/** What the account owns because it creates it: Google makes the creator of a dataset its owner. */
function owned({ segment, effectiveGrants }: AccountAccess): AccessRow[] {
  return needs(segment.declared)
    .filter(({ permission }) => permission === "bigquery.datasets.create")
    .flatMap((need): AccessRow[] => {
      const by = effectiveGrants.find((effective) => satisfies(effective, need));
      if (by === undefined) return [];
      return ownedDatasets(segment.declared).map((scope) => ({
        member: printable(segment.member),
        scope,
        scopeKind: "dataset",
        role: ownerRole,
        permissions: catalogueRole(ownerRole)?.permissions ?? [],
        needed: [],
        excess: [],
        why: ["own what it creates"],
        through: "creating it",
        urn: by.grant.urn,
      }));
    });
}

const ownerRole = "roles/bigquery.dataOwner";

function ownedDatasets({ project, stateDataset, products: names, ...declared }: Declaration): string[] {
  const does = (what: "reads" | "writes") => names.some((name) => products[name][what]);
  return [
    ...(does("reads") && declared.segmentCreatesStateDataset
      ? [where({ kind: "dataset", ...stateDataset })]
      : []),
    ...(does("writes") && declared.segmentCreatesDestinations
      ? [`datasets that Segment makes in ${where({ kind: "project", project })}`]
      : []),
  ];
}

function rows(access: AccountAccess, effective: EffectiveGrant): AccessRow[] {
  const { segment } = access;
  const { role, urn } = effective.grant;
  const permissions = role.kind === "known" ? role.permissions : [];
  return effective.at.map((scope) => {
    const needed = needs(segment.declared).filter(
      (need) =>
        permissions.includes(need.permission) &&
        worksAt(need.permission, scopeKinds[scope.kind]) &&
        reaches(scope, need.scope),
    );
    return {
      member: printable(segment.member),
      scope: where(scope),
      scopeKind: scope.kind,
      role: role.kind === "unknown" ? "(not known yet)" : printable(role.name),
      permissions,
      needed: needed.map(({ permission, scope: where, reason }) => ({
        permission,
        scope: scopeKey(where),
        reason,
      })),
      excess: excessAt(access, effective, scope).certain,
      why: [...new Set(needed.map(({ reason }) => reason))],
      through: effective.via.through === undefined ? undefined : printable(effective.via.through),
      urn,
    };
  });
}
