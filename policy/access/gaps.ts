import { worksAt } from "../facts/permissions";
import { remainingScopes } from "../iam/condition/readCondition";
import { mayName } from "../iam/grants";
import { reaches, type Scope, scopeKey, scopeKinds } from "../iam/scope";
import type { AccountAccess, Assessment } from "./assessment";
import type { EffectiveGrant } from "./effectiveGrants";
import type { ModelsRef } from "./declaration";
import { type Need, needs } from "./needs";
import { remembered } from "../stack/remembered";

/** Permissions that an account needs on one scope and holds in no way. */
export interface Gap {
  readonly access: AccountAccess;
  readonly scope: Scope;
  readonly needs: readonly Need[];
  /** True where something not known yet may fill it. */
  readonly open: boolean;
  /** Why nothing that the account holds counts. */
  readonly because?: "disabled";
  /** Grants of a missing permission that do not count, and why. */
  readonly inVain: readonly InVain[];
}

/** A grant of a needed permission that does nothing for the need. */
export interface InVain {
  readonly effective: EffectiveGrant;
  readonly permission: string;
  readonly why: "scope" | "condition";
}

/** What Segment's accounts lack, by account and scope. */
export const gaps = remembered((assessment: Assessment): readonly Gap[] => {
  return assessment.accounts
    .filter((access) => judged(assessment, access))
    .flatMap((access) => gapsOf(assessment, access));
});

/** Grants may be split over stacks: what is missing shows only where the account is made, or where the config says so. */
function judged({ config }: Assessment, { segment }: AccountAccess): boolean {
  return config.checkMissing ?? segment.account !== undefined;
}

function gapsOf(assessment: Assessment, access: AccountAccess): Gap[] {
  const { segment, effectiveGrants } = access;
  const disabled = segment.account?.disabled === true;
  const lacking = needs(segment.declared).filter(
    (need) => disabled || !effectiveGrants.some((effective) => satisfies(effective, need)),
  );
  const byScope = new Map<string, { scope: Scope; open: boolean; needs: Need[] }>();
  for (const need of lacking) {
    const open = !disabled && mayBeFilled(assessment, access, need);
    const key = `${scopeKey(need.scope)} ${open}`;
    const same = byScope.get(key);
    if (same) same.needs.push(need);
    else byScope.set(key, { scope: need.scope, open, needs: [need] });
  }
  return [...byScope.values()].map((gap) => ({
    ...gap,
    access,
    because: disabled ? "disabled" : undefined,
    inVain: gap.needs.flatMap((need) => inVain(effectiveGrants, need)),
  }));
}

/** Models that an account is declared to train, where nothing is declared that they could be trained on. */
export interface Untrained {
  readonly access: AccountAccess;
  readonly models: ModelsRef;
}

/**
 * The data that trains a model must be a source. Remote models have none: where a connection is declared, they
 * may be what is meant.
 */
export function untrainedModels(assessment: Assessment): Untrained[] {
  return assessment.accounts.flatMap((access) => {
    const { models, sources = [], connections } = access.segment.declared;
    if (!judged(assessment, access) || sources.length > 0 || connections.length > 0) return [];
    return models
      .filter(({ operations }) => operations.some((one) => one === "create" || one === "replace"))
      .map((one) => ({ access, models: one }));
  });
}

/** Whether a permission is held on the scope itself or above it, where it works. */
export function satisfies(effective: EffectiveGrant, { permission, scope }: Need): boolean {
  const { grant, conditionUnknown } = effective;
  const { role, onRequest, unknown } = grant;
  if (role.kind !== "known" || onRequest || conditionUnknown || unknown.length > 0) return false;
  return (
    role.permissions.includes(permission) &&
    working(effective, role.name, permission).some((held) => reaches(held, scope))
  );
}

/** Where what is left of a permission under the grant's condition does anything. */
function working({ grant, condition }: EffectiveGrant, role: string, permission: string): Scope[] {
  return remainingScopes(permission, grant.scope, condition).filter(
    (scope) => worksAt(permission, scopeKinds[scope.kind]) && roleWorksAt(role, scope),
  );
}

/** A project's custom role works inside that project alone; which one a bucket is in is mostly not said. */
function roleWorksAt(role: string, scope: Scope): boolean {
  if (!role.startsWith("projects/")) return true;
  // The project may be a URN, with slashes of its own, while its id is not known.
  const owner = role.slice("projects/".length, role.lastIndexOf("/roles/"));
  return "project" in scope && (scope.project === undefined || scope.project === owner);
}

/** Grants that hold the permission where it does nothing, or under a condition that leaves nothing of it. */
function inVain(effectiveGrants: readonly EffectiveGrant[], { permission }: Need): InVain[] {
  return effectiveGrants.flatMap((effective): InVain[] => {
    const { role, scope } = effective.grant;
    if (role.kind !== "known" || !role.permissions.includes(permission)) return [];
    if (remainingScopes(permission, scope, effective.condition).length === 0)
      return [{ effective, permission, why: "condition" }];
    return working(effective, role.name, permission).length > 0
      ? []
      : [{ effective, permission, why: "scope" }];
  });
}

/** Whether something that is not known yet may give what is needed. */
function mayBeFilled(
  assessment: Assessment,
  { segment, effectiveGrants }: AccountAccess,
  need: Need,
): boolean {
  const open = effectiveGrants.some(({ grant, conditionUnknown }) => {
    if (grant.onRequest) return false;
    if (grant.role.kind === "unknown" || grant.role.kind === "unresolved")
      return mayReach(grant.scope, grant.unknown, need);
    const carries = grant.role.partial || grant.role.permissions.includes(need.permission);
    const uncertain = grant.role.partial || conditionUnknown || grant.unknown.length > 0;
    return carries && uncertain && mayReach(grant.scope, grant.unknown, need);
  });
  if (open) return true;
  const unnamed = assessment.grants.some(
    ({ member, role, scope, unknown, onRequest }) =>
      member.kind === "unknown" &&
      !onRequest &&
      (role.kind !== "known" || role.partial || role.permissions.includes(need.permission)) &&
      mayReach(scope, unknown, need),
  );
  if (unnamed) return true;
  return assessment.unreadable.some((found) => found.unknown && mayName(found, segment.identity));
}

function mayReach(scope: Scope, unknown: readonly string[], { permission, scope: wanted }: Need): boolean {
  return worksAt(permission, scopeKinds[scope.kind]) && (unknown.length > 0 || reaches(scope, wanted));
}
