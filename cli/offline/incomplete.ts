import { isProviderType } from "./engine/providers";
import type { StackResource } from "./engine/stackResource";
import { originUrn, type Doing } from "./inside/notes";
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
  /** URNs by which values that come from there name it, and whether one that reaches nothing may have left something undone. */
  origins?: Map<string, boolean>;
  /** Whether it was said before the program asked for the value. */
  isGeneral: boolean;
}

/** A function of the program that did not run, because what it is for is unknown. */
export interface Skipped {
  /** What the unknown value depends on. */
  urns: readonly string[];
  /** The line of the program. */
  at: string;
  doing: Doing;
}

/** Collects what could not be seen, each thing once. */
export class IncompleteList {
  readonly #items = new Map<string, Item>();
  readonly #skipped: Skipped[] = [];

  /** @param origin the URN by which values that come from there name it among their dependencies */
  add(subject: string, reason: string, origin?: string, mustReach = false): void {
    const key = `${subject}\n${reason}`;
    const before = this.#items.get(key)?.origins ?? new Map<string, boolean>();
    const origins = origin === undefined ? undefined : new Map([...before, [origin, mustReach]]);
    this.#items.set(key, { subject, reason, isGeneral: true, ...(origins && { origins }) });
  }

  /** Says more of a subject than was said before. */
  specify(subject: string, reason: string, origin: string, mustReach: boolean): void {
    const origins = new Map([[origin, mustReach]]);
    for (const [key, item] of this.#items) {
      if (item.subject !== subject || item.reason === reason || !item.isGeneral) continue;
      for (const [urn, must] of item.origins ?? []) origins.set(urn, must);
      this.#items.delete(key);
    }
    for (const [urn, must] of origins) this.add(subject, reason, urn, must);
    const item = this.#items.get(`${subject}\n${reason}`);
    if (item) item.isGeneral = false;
  }

  /** Follows a subject by one more origin. */
  extend(subject: string, origin: string, mustReach: boolean): void {
    for (const item of this.#items.values())
      if (item.subject === subject) item.origins?.set(origin, mustReach);
  }

  /** Forgets a subject of which there is more to say. */
  drop(subject: string): void {
    for (const [key, item] of this.#items) if (item.subject === subject) this.#items.delete(key);
  }

  /** Records a function that did not run. */
  skip(skipped: Skipped): void {
    this.#skipped.push(skipped);
  }

  /** Functions that did not run because of a value that is unknown offline, and that `pulumi preview` would run. */
  get skipped(): Skipped[] {
    const origins = new Set([...this.#items.values()].flatMap((item) => [...(item.origins?.keys() ?? [])]));
    return this.#skipped.filter(({ urns }) => urns.some((urn) => origins.has(urn)));
  }

  /** Sorted, because programs register in no fixed order. */
  list(resources: Iterable<StackResource> = []): Incomplete[] {
    const items = [...this.#items.values()];
    const reached = followUnknowns(
      items.flatMap(({ origins }) => [...(origins?.keys() ?? [])]),
      resources,
    );
    return items
      .map((item) => this.#told(item, reached))
      .sort((a, b) =>
        a.subject === b.subject ? compare(a.reason, b.reason) : compare(a.subject, b.subject),
      );
  }

  #told({ subject, reason, origins }: Item, reached: ReadonlyMap<string, Reached[]>): Incomplete {
    if (origins === undefined) return { subject, reason };
    const places = [...origins.keys()].map((origin) => reached.get(origin) ?? []);
    const undone = this.#skipped.filter(({ urns, doing }) =>
      urns.some(
        (urn) =>
          origins.has(urn) && (doing === "declares" || (doing === "calls" && !reached.get(urn)?.length)),
      ),
    );
    if (undone.length > 0) {
      const at = [...new Set(undone.map((one) => one.at))].filter((place) => place !== "").sort();
      const where = at.length === 0 ? "" : ` at ${at.join(", ")}`;
      return { subject, reason: `${reason}; what the program makes of it${where} is missing here` };
    }
    const lost = [...origins].some(([origin, mustReach]) => mustReach && !reached.get(origin)?.length);
    return { subject, reason, ...(lost ? {} : { reaches: places.flat().sort(byPlace) }) };
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
  /** By provider, where its project comes from: resources that name none take it. */
  const projects = new Map<string, ReadonlySet<string>>();
  for (const { urn, type, provider = "", inputs, propertyDependencies, origins: own = {} } of resources) {
    const all = new Set<string>();
    if (inputs.project === undefined) {
      for (const origin of projects.get(provider) ?? []) {
        all.add(origin);
        reached.get(origin)?.push({ urn, property: "project", paths: [["project"]] });
      }
    }
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
      if (property === "project" && isProviderType(type)) projects.set(urn, found);
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
