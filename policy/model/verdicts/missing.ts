import { worksAt } from "../../knowledge/permissionScopes";
import type { Assessed, Assessment } from "../assessment";
import { remainingScopes } from "../conditions";
import { mayName } from "../grants";
import type { Holding } from "../holdings";
import { needs, type Need } from "../needs";
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
  const byScope = new Map<string, { scope: Scope; open: boolean; needs: Need[] }>();
  for (const need of lacking) {
    const open = !disabled && mayBeFilled(assessment, assessed, need);
    const key = `${scopeKey(need.scope)} ${open}`;
    const same = byScope.get(key);
    if (same) same.needs.push(need);
    else byScope.set(key, { scope: need.scope, open, needs: [need] });
  }
  return [...byScope.values()].map((gap) => ({
    ...gap,
    assessed,
    because: disabled ? "disabled" : undefined,
    inVain: gap.needs.flatMap((need) => inVain(holdings, need)),
  }));
}

/** Whether a permission is held on the scope itself or above it, where it works. */
function satisfies(holding: Holding, { permission, scope }: Need): boolean {
  const { grant, conditionUnknown } = holding;
  const { role, onRequest, unknown } = grant;
  if (role.kind !== "known" || onRequest || conditionUnknown || unknown.length > 0) return false;
  return (
    role.permissions.includes(permission) &&
    working(holding, role.name, permission).some((held) => reaches(held, scope))
  );
}

/** Where what is left of a permission under the grant's condition does anything. */
function working({ grant, condition }: Holding, role: string, permission: string): Scope[] {
  return remainingScopes(permission, grant.scope, condition).filter(
    (scope) => worksAt(permission, scopeKinds[scope.kind]) && roleWorksAt(role, scope),
  );
}

/** A project's custom role works inside that project alone. */
function roleWorksAt(role: string, scope: Scope): boolean {
  if (!role.startsWith("projects/")) return true;
  // The project may be a URN, with slashes of its own, while its id is not known.
  const owner = role.slice("projects/".length, role.lastIndexOf("/roles/"));
  return "project" in scope && scope.project === owner;
}

/** Grants that hold the permission where it does nothing, or under a condition that leaves nothing of it. */
function inVain(holdings: readonly Holding[], { permission }: Need): InVain[] {
  return holdings.flatMap((holding): InVain[] => {
    const { role, scope } = holding.grant;
    if (role.kind !== "known" || !role.permissions.includes(permission)) return [];
    if (remainingScopes(permission, scope, holding.condition).length === 0)
      return [{ holding, permission, why: "condition" }];
    return working(holding, role.name, permission).length > 0 ? [] : [{ holding, permission, why: "scope" }];
  });
}

/** Whether something that is not known yet may give what is needed. */
function mayBeFilled(assessment: Assessment, { subject, holdings }: Assessed, need: Need): boolean {
  const open = holdings.some(({ grant, conditionUnknown }) => {
    if (grant.onRequest) return false;
    if (grant.role.kind === "unknown" || grant.role.kind === "foreign")
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
  return assessment.unreadable.some((found) => found.unknown && mayName(found, subject.identity));
}

function mayReach(scope: Scope, unknown: readonly string[], { permission, scope: wanted }: Need): boolean {
  return worksAt(permission, scopeKinds[scope.kind]) && (unknown.length > 0 || reaches(scope, wanted));
}
