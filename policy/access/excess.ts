import { escalates, impersonationAmong } from "../facts/permissions";
import type { Role } from "../iam/role";
import { reachesAccounts, type Scope, scopeKey } from "../iam/scope";
import { remembered } from "../stack/remembered";
import type { AccountAccess, Assessment } from "./assessment";
import type { Declaration } from "./declaration";
import type { EffectiveGrant } from "./effectiveGrants";
import { namedScopes } from "./needs";
import { isEverybody, isPublicOn } from "./publicAccess";

/** What one grant gives in excess of what its profile accepts. */
export interface Excess {
  readonly access: AccountAccess;
  readonly effective: EffectiveGrant;
  readonly scope: Scope;
  readonly role: {
    readonly name: string;
    readonly origin: "predefined" | "custom";
    readonly complete: boolean;
  };
  /** All permissions in excess: what is counted, everywhere. */
  readonly permissions: readonly string[];
  /** Those that are in excess and nothing worse. */
  readonly excessive: readonly string[];
  /** Permissions in excess with which the account can give itself more. */
  readonly escalating: readonly string[];
  /** Permissions with which the account can act as another: impersonation is a finding of its own. */
  readonly impersonating: readonly string[];
  /** As a custom role writes them: wildcards by their pattern. */
  readonly written: readonly string[];
}

/** Everything that Segment's accounts hold in excess, one for each account, role, scope and way. */
export const excesses = remembered((assessment: Assessment): readonly Excess[] => {
  const found = new Map<string, Excess>();
  for (const access of assessment.accounts) {
    for (const effective of access.effectiveGrants) {
      if (isPublicOn(access.segment, effective.grant)) continue;
      for (const excess of excessOf(access, effective)) {
        const key = aboutOf(excess);
        if (!found.has(key)) found.set(key, excess);
      }
    }
  }
  return [...found.values()];
});

/** Whether it comes by a predefined role, granted to the account itself, on a known scope and without a condition. */
export function isPlainGrant({ effective, role }: Excess): boolean {
  const { grant, via, condition } = effective;
  return (
    role.origin === "predefined" &&
    via.through === undefined &&
    condition.kind === "none" &&
    grant.unknown.length === 0
  );
}

/** Account, role, scope and way: the same text for the same excess, whichever resource gives it. */
export function aboutOf({ access, effective, scope, role }: Excess): string {
  return [access.segment.identity, role.name, scopeKey(scope), effective.via.through ?? ""].join(" ");
}

function excessOf(access: AccountAccess, effective: EffectiveGrant): Excess[] {
  const { role, scope: granted, member } = effective.grant;
  const outside = granted.kind === "other";
  // Public buckets and the like are open to Segment's account as to everybody.
  if (member.kind === "named" && isEverybody(member.member) && (outside || isUnrelated(access, granted)))
    return [];
  if (role.kind !== "known")
    return outside && effective.at.length > 0 ? [excessOutside(access, effective, role)] : [];
  return effective.at.flatMap((scope): Excess[] => {
    const beyond = excessAt(access, effective, scope).certain;
    const impersonating = reachesAccounts(scope) ? impersonationAmong(beyond) : [];
    // A role that the catalogue holds only in part has more, whatever its known part is.
    const unlisted = role.origin === "predefined" && !role.complete && !effective.conditionUnknown;
    if (beyond.length === 0 && !unlisted) return [];
    return [
      {
        access,
        effective,
        scope,
        role,
        permissions: beyond,
        excessive: beyond.filter(
          (permission) => !escalates(permission) && !impersonating.includes(permission),
        ),
        escalating: beyond.filter(escalates),
        impersonating,
        written: role.written,
      },
    ];
  });
}

/** Whether Segment does not work on the scope: what everybody holds there is not Segment's excess. */
function isUnrelated({ segment }: AccountAccess, scope: Scope): boolean {
  if (!("project" in scope)) return false;
  return scope.kind !== "project" || scope.project !== segment.declared.project;
}

/** A role on what Segment has nothing to do with: in excess whatever it allows. */
function excessOutside(
  access: AccountAccess,
  effective: EffectiveGrant,
  role: Exclude<Role, { kind: "known" }>,
): Excess {
  const name = role.kind === "unresolved" ? role.name : "a role that is unknown until the update";
  const nothing = { permissions: [], excessive: [], escalating: [], impersonating: [], written: [] };
  return {
    access,
    effective,
    scope: effective.grant.scope,
    role: { name, origin: "predefined", complete: false },
    ...nothing,
  };
}

/** What a grant gives in excess at a scope, as far as it is known. */
export interface ExcessPermissions {
  /** Excess, whatever the unknown parts turn out to be. */
  readonly certain: readonly string[];
  /** Excess or not, depending on `because`. */
  readonly possible: readonly string[];
  readonly because?: "scope" | "condition" | "sources";
}

/**
 * Compares what a holding gives with what is accepted.
 *
 * Where the scope is not known yet, or nobody has declared sources, only what would be excess in every case is
 * certain.
 */
export function excessAt(
  { segment, allowance: accepted }: AccountAccess,
  effective: EffectiveGrant,
  scope: Scope,
): ExcessPermissions {
  const { role, unknown } = effective.grant;
  if (role.kind !== "known") return { certain: [], possible: [] };
  const excessive = accepted.excessive(role.name, role.permissions, scope);
  if (excessive.length === 0) return { certain: [], possible: [] };
  if (effective.conditionUnknown) return { certain: [], possible: excessive, because: "condition" };
  // What a condition leaves of a scope not known yet may be nothing.
  if (unknown.length > 0 && effective.condition.kind === "narrows")
    return { certain: [], possible: excessive, because: "scope" };
  if (unknown.length > 0) {
    const cases = possibleScopes(segment.declared, scope).map((at) =>
      accepted.excessive(role.name, excessive, at),
    );
    return split(excessive, cases, "scope");
  }
  const asSource =
    segment.declared.sources === undefined ? accepted.excessIfSource(role.name, excessive, scope) : undefined;
  return asSource ? split(excessive, [asSource], "sources") : { certain: excessive, possible: [] };
}

function split(
  excessive: readonly string[],
  cases: readonly (readonly string[])[],
  because: ExcessPermissions["because"],
): ExcessPermissions {
  const certain = excessive.filter((permission) => cases.every((one) => one.includes(permission)));
  const possible = excessive.filter((permission) => !certain.includes(permission));
  return possible.length === 0 ? { certain, possible } : { certain, possible, because };
}

const depth: Readonly<Record<Scope["kind"], number>> = {
  organization: 0,
  folder: 1,
  project: 2,
  dataset: 3,
  table: 4,
  routine: 4,
  connection: 4,
  serviceAccount: 4,
  other: 4,
};

/** Every declared scope that one of this kind may turn out to be, or to lie in. */
function possibleScopes(declared: Declaration, scope: Scope): Scope[] {
  return namedScopes(declared).filter(({ kind }) => depth[kind] <= depth[scope.kind]);
}
