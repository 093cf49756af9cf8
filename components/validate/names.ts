import { type Scope, scopeText } from "../../policy/iam/scope";
import type { SegmentBigQueryArgs } from "../args/args";
import { childNamesOf } from "../plan/parts";
import { placeIds } from "../plan/places";
import type { Plan, PlannedGrant } from "../plan/plan";
import type { ValueOf } from "./outputs";
import { type Problem, shown } from "./problem";

/** Children that would have the same name, and imports of children that there are not. */
export function nameProblems(args: SegmentBigQueryArgs): Problem[] {
  const names = childNamesOf(args);
  const twice = [...new Set(names.filter((childName, i) => names.indexOf(childName) !== i))];
  const problems: Problem[] = twice.map((childName) => ({
    property: propertyOf(childName),
    reason: `has two entries whose grants would both be named ${shown(childName)}; give one of them another name`,
  }));
  const importable = names.filter((childName) => !/^key-[ab]$/.test(childName));
  for (const childName of Object.keys(args.imports ?? {}))
    if (!importable.includes(childName))
      problems.push({
        property: `imports[${JSON.stringify(childName)}]`,
        reason: names.includes(childName)
          ? "is a key, which cannot be imported, for Google shows its JSON only once; leave it out"
          : `is not the name of a child; the names are ${importable.join(", ")}`,
      });
  return problems;
}

/** The argument that a child comes from. */
export function propertyOf(childName: string): string {
  if (childName.startsWith("key-secret-reader-")) return "key.secret.accessors";
  return childName.startsWith("use-models-") ? "models" : "sources";
}

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
        property: propertyOf(grant.childName),
        reason: `${before.childName} and ${grant.childName} are both ${scope}; leave one out`,
      });
  }
  return problems;
}

function knownScope({ place }: PlannedGrant, valueOf: ValueOf): string | undefined {
  const ids = Object.entries(placeIds(place)).map(([key, id]) => [key, valueOf(id)] as const);
  if (ids.some(([, id]) => typeof id !== "string")) return undefined;
  return scopeText({ kind: place.kind, ...Object.fromEntries(ids) } as Scope);
}
