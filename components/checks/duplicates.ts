import { type Scope, scopeText } from "../../policy/model/scope";
import { placeIds } from "../plan/places";
import type { Plan, PlannedGrant } from "../plan/plan";
import type { ValueOf } from "./later";
import { propertyOf } from "./names";
import type { Problem } from "./problem";

/**
 * Grants that turn out to be one, once outputs are known: at Google there would be a single grant, and deleting either
 * resource would take it away.
 */
export function duplicateGrants({ grants }: Plan, valueOf: ValueOf): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<PlannedGrant["role"], Map<string, PlannedGrant>>();
  for (const grant of grants) {
    const scope = knownScope(grant, valueOf);
    if (scope === undefined) continue;
    const byScope = seen.get(grant.role) ?? new Map<string, PlannedGrant>();
    seen.set(grant.role, byScope);
    const before = byScope.get(scope);
    if (before === undefined) byScope.set(scope, grant);
    else
      problems.push({
        property: propertyOf(grant.part),
        reason: `${before.part} and ${grant.part} are both ${scope}; leave one out`,
      });
  }
  return problems;
}

function knownScope({ place }: PlannedGrant, valueOf: ValueOf): string | undefined {
  const ids = Object.entries(placeIds(place)).map(([key, id]) => [key, valueOf(id)] as const);
  if (ids.some(([, id]) => typeof id !== "string")) return undefined;
  return scopeText({ kind: place.kind, ...Object.fromEntries(ids) } as Scope);
}
