import { normalize } from "./normalize";
import { remembered } from "./remembered";
import type { Resource } from "./resource";
import * as types from "./types";

/** A stack's resources with the look-ups that the model needs. Resources come in no fixed order; here they stand by URN. */
export interface Stack {
  readonly resources: readonly Resource[];
  get(urn: string): Resource | undefined;
  ofType(type: string): readonly Resource[];
  /** Ids of projects by number, as the config, the stack's projects and Google's names of its resources tell them. */
  readonly projectNumbers: ReadonlyMap<string, string>;
  /** The project's id: of a number, where it is told, else as written; `projects/` before it is left out. */
  projectId(written: string): string;
  /** The resources of every type that passes the test, which is asked once for each type. */
  ofTypes(test: (type: string) => boolean): readonly Resource[];
}

/**
 * Indexes a stack, in one spelling.
 *
 * The pack reads few resources of a large stack: only what it asks for is normalized.
 *
 * @param told ids of projects by number, as the config tells them
 */
export function stackOf(resources: Iterable<Resource>, told: Readonly<Record<string, string>> = {}): Stack {
  const all = normalize([...resources]);
  const byType = new Map<string, Resource[]>();
  for (const resource of all) {
    const same = byType.get(resource.type);
    if (same) same.push(resource);
    else byType.set(resource.type, [resource]);
  }
  const ordered = once(() => [...all].sort(byUrn));
  const urns = once(() => new Map(ordered().map((resource) => [resource.urn, resource])));
  const ofType = new Map([...byType].map(([type, same]) => [type, once(() => same.sort(byUrn))]));
  const list: Stack["ofType"] = (type) => ofType.get(type)?.() ?? [];
  const numbers = once(() => new Map([...projectNumbers(list), ...Object.entries(told)]));
  return {
    get projectNumbers() {
      return numbers();
    },
    projectId(written) {
      const id = written.replace(/^projects\//, "");
      return isNumber(id) ? (numbers().get(id) ?? id) : id;
    },
    get resources() {
      return ordered();
    },
    get: (urn) => urns().get(urn),
    ofType: list,
    ofTypes: remembered((test: (type: string) => boolean) =>
      [...byType].flatMap(([type, same]) => (test(type) ? same : [])).sort(byUrn),
    ),
  };
}

export function isNumber(written: string): boolean {
  return /^[0-9]+$/.test(written);
}

/** Types whose names give the project by its number, next to its id. */
const numbered = [types.workloadPool, types.workloadPoolProvider, ...types.secrets, ...types.secretVersions];

function projectNumbers(ofType: Stack["ofType"]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { props } of numbered.flatMap(ofType)) {
    const { name, project } = props;
    const number = typeof name === "string" ? /^projects\/([0-9]+)\//.exec(name)?.[1] : undefined;
    if (number !== undefined && typeof project === "string" && !isNumber(project)) found.set(number, project);
  }
  for (const { props } of ofType(types.project)) {
    const { number, projectId } = props;
    if (typeof projectId === "string" && (typeof number === "string" || typeof number === "number"))
      found.set(String(number).replace(/^projects\//, ""), projectId);
  }
  return found;
}

function byUrn(a: Resource, b: Resource): number {
  return a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
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
