import type { Assessed } from "../assessment";
import type { Holding } from "../holdings";
import { needs } from "../needs";
import { scopeKey, type Scope } from "../scope";

/** What a holding gives beyond need at a scope, as far as it can be told. */
export interface Surplus {
  /** Beyond need whatever the open parts turn out to be. */
  readonly certain: readonly string[];
  /** Beyond need or not, depending on `because`. */
  readonly possible: readonly string[];
  readonly because?: "scope" | "condition" | "sources";
}

/**
 * Compares what a holding gives with what is accepted.
 *
 * Where the scope is not known yet, or nobody has declared sources, only what would be surplus in every case is
 * certain.
 */
export function surplusAt(
  { subject, acceptance: accepted }: Assessed,
  holding: Holding,
  scope: Scope,
): Surplus {
  const { role, unknown } = holding.grant;
  if (role.kind !== "known") return { certain: [], possible: [] };
  const surplus = accepted.surplus(role.name, role.permissions, scope);
  if (surplus.length === 0) return { certain: [], possible: [] };
  if (holding.conditionUnknown) return { certain: [], possible: surplus, because: "condition" };
  // What a condition leaves of a scope not known yet may be nothing.
  if (unknown.length > 0 && holding.condition.kind === "narrows")
    return { certain: [], possible: surplus, because: "scope" };
  if (unknown.length > 0) {
    const cases = possibleScopes(subject.declared, scope).map((at) =>
      accepted.surplus(role.name, surplus, at),
    );
    return split(surplus, cases, "scope");
  }
  const asSource =
    subject.declared.sources === undefined ? accepted.surplusIfSource(role.name, surplus, scope) : undefined;
  return asSource ? split(surplus, [asSource], "sources") : { certain: surplus, possible: [] };
}

function split(
  surplus: readonly string[],
  cases: readonly (readonly string[])[],
  because: Surplus["because"],
): Surplus {
  const certain = surplus.filter((permission) => cases.every((one) => one.includes(permission)));
  const possible = surplus.filter((permission) => !certain.includes(permission));
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
function possibleScopes(declared: Assessed["subject"]["declared"], scope: Scope): Scope[] {
  const all = [
    ...needs(declared).map((need) => need.scope),
    // Where Segment makes it, nothing is needed there, and yet may be granted.
    { kind: "dataset" as const, ...declared.stateDataset },
  ];
  const distinct = new Map(all.map((one) => [scopeKey(one), one]));
  return [...distinct.values()].filter(({ kind }) => depth[kind] <= depth[scope.kind]);
}
