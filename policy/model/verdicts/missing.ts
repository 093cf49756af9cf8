import { worksAt } from "../../knowledge/permissionScopes";
import type { Assessed, Assessment } from "../assessment";
import { remainingScopes } from "../conditions";
import { mayName } from "../grants";
import type { Holding } from "../holdings";
import { needs, type Need } from "../needs";
import type { Role } from "../roles";
import { reaches, scopeKey, scopeKinds, type Scope } from "../scope";

/** Permissions that an account needs on one scope and holds in no way. */
export interface Gap {
  readonly assessed: Assessed;
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
  readonly holding: Holding;
  readonly permission: string;
  readonly why: "scope" | "condition";
}

/** What Segment's accounts lack, by account and scope. */
export function gaps(assessment: Assessment): Gap[] {
  return assessment.accounts
    .filter((assessed) => judged(assessment, assessed))
    .flatMap((assessed) => gapsOf(assessment, assessed));
}

/** Grants may be split over stacks: what is missing shows only where the account is made, or where the config says so. */
function judged({ config }: Assessment, { subject }: Assessed): boolean {
  return config.judgeMissing ?? subject.account !== undefined;
}

function gapsOf(assessment: Assessment, assessed: Assessed): Gap[] {
  const { subject, holdings } = assessed;
  const disabled = subject.account?.disabled === true;
  const lacking = needs(subject.declared).filter(
    (need) => disabled || !holdings.some((holding) => satisfies(holding, need)),
  );
  const byScope = new Map<string, Need[]>();
  for (const need of lacking) {
    const open = !disabled && mayBeFilled(assessment, assessed, need);
    const key = `${scopeKey(need.scope)} ${open}`;
    const same = byScope.get(key);
    if (same) same.push(need);
    else byScope.set(key, [need]);
  }
  return [...byScope.entries()].map(([key, all]) => ({
    assessed,
    scope: all[0]?.scope ?? { kind: "project", project: subject.declared.project },
    needs: all,
    open: key.endsWith(" true"),
    because: disabled ? "disabled" : undefined,
    inVain: disabled ? [] : all.flatMap((need) => inVain(holdings, need)),
  }));
}

/** Whether a permission is held on the scope itself or above it, where it works. */
function satisfies(holding: Holding, { permission, scope }: Need): boolean {
  const { grant, conditionUnknown } = holding;
  if (grant.role.kind !== "known" || conditionUnknown || grant.unknown.length > 0) return false;
  if (grant.onRequest === true) return false;
  return (
    grant.role.permissions.includes(permission) &&
    working(holding, permission).some((held) => reaches(held, scope))
  );
}

/** Where what is left of a permission under the grant's condition does anything. */
function working({ grant, condition }: Holding, permission: string): Scope[] {
  return remainingScopes(permission, grant.scope, condition).filter(
    (scope) => worksAt(permission, scopeKinds[scope.kind]) && roleWorksAt(grant.role, scope),
  );
}

/** A project's custom role works inside that project alone. */
function roleWorksAt(role: Role, scope: Scope): boolean {
  if (role.kind !== "known" || role.origin !== "custom") return true;
  const owner = /^projects\/([^/]+)\/roles\//.exec(role.name)?.[1];
  return owner === undefined || ("project" in scope && scope.project === owner);
}

/** Grants that hold the permission where it does nothing, or only under a condition that never holds. */
function inVain(holdings: readonly Holding[], { permission }: Need): InVain[] {
  return holdings.flatMap((holding): InVain[] => {
    const { grant, at } = holding;
    if (grant.role.kind !== "known" || !grant.role.permissions.includes(permission)) return [];
    if (at.length === 0) return [{ holding, permission, why: "condition" }];
    return working(holding, permission).length > 0 ? [] : [{ holding, permission, why: "scope" }];
  });
}

/** Whether something that is not known yet may give what is needed. */
function mayBeFilled(assessment: Assessment, { subject, holdings }: Assessed, need: Need): boolean {
  const open = holdings.some(({ grant, conditionUnknown }) => {
    if (grant.role.kind === "unknown" || grant.role.kind === "foreign")
      return mayReach(grant.scope, grant.unknown, need);
    const carries = grant.role.partial || grant.role.permissions.includes(need.permission);
    const uncertain = grant.role.partial || conditionUnknown || grant.unknown.length > 0;
    return carries && uncertain && mayReach(grant.scope, grant.unknown, need);
  });
  if (open) return true;
  const unnamed = assessment.grants.some(
    ({ member, role, scope, unknown }) =>
      member.kind === "unknown" &&
      (role.kind !== "known" || role.partial || role.permissions.includes(need.permission)) &&
      mayReach(scope, unknown, need),
  );
  if (unnamed) return true;
  return assessment.unreadable.some((found) => found.unknown && mayName(found, subject.identity));
}

function mayReach(scope: Scope, unknown: readonly string[], { permission, scope: wanted }: Need): boolean {
  return worksAt(permission, scopeKinds[scope.kind]) && (unknown.length > 0 || reaches(scope, wanted));
}
