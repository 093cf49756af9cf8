import type { Declaration } from "./declaration";
import { type Scope, scopeKey } from "../iam/scope";
import type { AccountAccess } from "./assessment";
import type { EffectiveGrant } from "./effectiveGrants";
import { needs } from "./needs";

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
  const all = [
    ...needs(declared).map((need) => need.scope),
    // Where Segment makes it, nothing is needed there, and yet may be granted.
    { kind: "dataset" as const, ...declared.stateDataset },
  ];
  const distinct = new Map(all.map((one) => [scopeKey(one), one]));
  return [...distinct.values()].filter(({ kind }) => depth[kind] <= depth[scope.kind]);
}
