import type { Resource } from "./resource";
import { canonical } from "./spellings";

/** A stack's resources with the look-ups that the model needs. */
export interface Stack {
  readonly resources: readonly Resource[];
  get(urn: string): Resource | undefined;
  ofType(type: string): readonly Resource[];
}

/** Indexes a stack by URN and by type. Resources come in no fixed order; here they stand by URN, in one spelling. */
export function stackOf(resources: Iterable<Resource>): Stack {
  const sorted = canonical([...resources]).sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
  const byUrn = new Map<string, Resource>();
  const byType = new Map<string, Resource[]>();
  for (const resource of sorted) {
    byUrn.set(resource.urn, resource);
    const same = byType.get(resource.type);
    if (same) same.push(resource);
    else byType.set(resource.type, [resource]);
  }
  return { resources: sorted, get: (urn) => byUrn.get(urn), ofType: (type) => byType.get(type) ?? [] };
}

/** The resources that a property takes its value from, as far as the stack holds them. */
export function sourcesOf(stack: Stack, resource: Resource, property: string): Resource[] {
  return (resource.propertyDependencies[property] ?? []).flatMap((urn) => stack.get(urn) ?? []);
}

/** Whether `urn` is the resource itself or one of its ancestors. */
export function isWithin(stack: Stack, resource: Resource, urn: string): boolean {
  const seen = new Set<string>();
  for (let at: Resource | undefined = resource; at && !seen.has(at.urn);) {
    if (at.urn === urn) return true;
    seen.add(at.urn);
    at = at.parent === undefined ? undefined : stack.get(at.parent);
  }
  return false;
}
