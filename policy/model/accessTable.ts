import { worksAt } from "../knowledge/permissionScopes";
import { assess, type Assessed } from "./assessment";
import { packConfig } from "./config";
import type { Holding } from "./holdings";
import { needs } from "./needs";
import type { Plain } from "./plain";
import type { Resource } from "./resource";
import { reaches, scopeKey, scopeKinds, type Scope } from "./scope";
import { surplusAt } from "./verdicts/surplus";
import { printable } from "./wording/lists";
import { where } from "./wording/places";

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
  /** Which of them are beyond need. */
  readonly excess: readonly string[];
  /** What the role is for in words; empty where nothing there is needed. */
  readonly why: readonly string[];
  /** The group, borrowed account or public member that it comes through. */
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
  const { accounts } = assess(resources, packConfig(config), now);
  return accounts.flatMap((assessed) => assessed.holdings.flatMap((holding) => rows(assessed, holding)));
}

function rows(assessed: Assessed, holding: Holding): AccessRow[] {
  const { subject } = assessed;
  const { role, urn } = holding.grant;
  const permissions = role.kind === "known" ? role.permissions : [];
  return holding.at.map((scope) => {
    const needed = needs(subject.declared).filter(
      (need) =>
        permissions.includes(need.permission) &&
        worksAt(need.permission, scopeKinds[scope.kind]) &&
        reaches(scope, need.scope),
    );
    return {
      member: printable(subject.member),
      scope: where(scope),
      scopeKind: scope.kind,
      role: role.kind === "unknown" ? "(not known yet)" : printable(role.name),
      permissions,
      needed: needed.map(({ permission, scope: where, reason }) => ({
        permission,
        scope: scopeKey(where),
        reason,
      })),
      excess: surplusAt(assessed, holding, scope).certain,
      why: [...new Set(needed.map(({ reason }) => reason))],
      through: holding.via.through === undefined ? undefined : printable(holding.via.through),
      urn,
    };
  });
}
