import type { StackResource } from "./engine/stackResource";
import { originUrn } from "./inside/notes";
import { hasUnknown, isSecret, isUnknown, isWireObject, type WireValue } from "./wire/wireValue";

/** A property of a resource. */
export interface Reached {
  urn: string;
  property: string;
  /** Names on the way to each unknown part, the property's own first; positions in lists left out. */
  paths: string[][];
}

/** A part of the stack that the offline preview could not see. */
export interface Incomplete {
  /** What could not be seen: a resource, a function, a configuration key. */
  subject: string;
  /** Why, and what to do about it. */
  reason: string;
  /** The properties that its unknown values go into; undefined where nobody can follow them. */
  reaches?: Reached[];
}

interface Item {
  subject: string;
  reason: string;
  origins?: string[];
  /** Whether an origin that reaches nothing may have left something undone. */
  mustReach: boolean;
}

/** Collects what could not be seen, each thing once. */
export class IncompleteList {
  readonly #items = new Map<string, Item>();

  /** @param origin the URN by which values that come from there name it among their dependencies */
  add(subject: string, reason: string, origin?: string, mustReach = false): void {
    const before = this.#items.get(`${subject}\n${reason}`)?.origins ?? [];
    const origins = origin === undefined ? undefined : [...before, origin];
    this.#items.set(`${subject}\n${reason}`, { subject, reason, mustReach, ...(origins && { origins }) });
  }

  /** Forgets a subject of which there is more to say. */
  drop(subject: string): void {
    for (const [key, item] of this.#items) if (item.subject === subject) this.#items.delete(key);
  }

  /** Sorted, because programs register in no fixed order. */
  list(resources: Iterable<StackResource> = []): Incomplete[] {
    const items = [...this.#items.values()];
    const reached = followUnknowns(
      items.flatMap(({ origins = [] }) => origins),
      resources,
    );
    return items
      .sort((a, b) => (a.subject === b.subject ? compare(a.reason, b.reason) : compare(a.subject, b.subject)))
      .map(({ subject, reason, origins, mustReach }) => {
        const each = (origins ?? []).map((origin) => reached.get(origin) ?? []);
        const followed = origins !== undefined && !(mustReach && each.some((places) => places.length === 0));
        return { subject, reason, ...(followed ? { reaches: each.flat().sort(byPlace) } : {}) };
      });
  }
}

/**
 * The properties that unknown values of each origin go into, through other resources too.
 *
 * Resources come in the order of registration: what a value is made of is registered before it.
 */
function followUnknowns(
  origins: readonly string[],
  resources: Iterable<StackResource>,
): ReadonlyMap<string, Reached[]> {
  const reached = new Map(origins.map((origin): [string, Reached[]] => [origin, []]));
  const untraced = origins.filter((origin) => origin.startsWith(originUrn));
  const within = new Map<string, ReadonlySet<string>>();
  for (const { urn, inputs, propertyDependencies, origins: own = {} } of resources) {
    const all = new Set<string>();
    for (const [property, value] of Object.entries(inputs)) {
      if (!hasUnknown(value)) continue;
      const found = new Set<string>();
      const dependencies = propertyDependencies[property] ?? [];
      const sources = [...(own[property] ?? []), ...dependencies];
      for (const source of sources) {
        if (reached.has(source)) found.add(source);
        for (const origin of within.get(source) ?? []) found.add(origin);
      }
      // An unknown that names no source may come from any that is not a resource.
      if (sources.length === 0) for (const origin of untraced) found.add(origin);
      for (const origin of found) {
        all.add(origin);
        if (origin !== urn)
          reached.get(origin)?.push({ urn, property, paths: unknownPaths(value, [property]) });
      }
    }
    within.set(urn, all);
  }
  return reached;
}

function unknownPaths(value: WireValue, path: string[]): string[][] {
  if (Array.isArray(value)) return value.flatMap((part) => unknownPaths(part, path));
  if (isSecret(value)) return unknownPaths(value.value ?? null, path);
  if (isWireObject(value)) {
    return Object.entries(value).flatMap(([key, part]) => unknownPaths(part, [...path, key]));
  }
  return isUnknown(value) ? [path] : [];
}

function byPlace(a: Reached, b: Reached): number {
  return compare(a.urn, b.urn) || compare(a.property, b.property);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
