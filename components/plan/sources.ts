import type { Models, Source } from "../args/args";
import type { ModelOperation } from "../args/enums";
import { type Id, Ids, type Naming, namingOf, type Place, plainLabel, type ProjectPlace } from "./places";

/** A place with the names that its children get. */
export interface Named {
  readonly place: Place;
  readonly naming: Naming;
  /** What children's names called it up to 2026-11-22. */
  readonly formerLabel: string;
}

/** A dataset with models, and what is done with them. */
export interface NamedModels extends Named {
  readonly operations: readonly ModelOperation[];
}

/** What is declared, each place once. */
export interface Declared {
  readonly home: ProjectPlace;
  /** Sources that no wider source contains. */
  readonly sources: readonly Named[];
  readonly models: readonly NamedModels[];
}

/** Brings sources and models into one form: each place once, and none that a wider source contains already. */
export function declare(project: Id, sources: readonly Source[], models: readonly Models[]): Declared {
  const ids = new Ids();
  const projects = projectPlaces(project, [...sources, ...models], ids);
  const projectOf = (id: Id = project) => projects.get(ids.key(id)) as ProjectPlace;

  const bySource = new Map<string, Named>();
  for (const { project: owner, dataset, table, name } of sources) {
    const place = placeOf(projectOf(owner), dataset, table);
    const path = ids.path(place);
    bySource.set(path, firstByName(bySource.get(path), named(place, name)));
  }
  const paths = [...bySource.keys()];
  const widest = [...bySource].filter(
    ([path]) => !paths.some((other) => other !== path && path.startsWith(other)),
  );

  const byDataset = new Map<string, NamedModels>();
  for (const { project: owner, dataset, operations, name } of models) {
    const place: Place = { kind: "dataset", project: projectOf(owner), dataset };
    const path = ids.path(place);
    const before = byDataset.get(path);
    byDataset.set(path, {
      ...firstByName(before, named(place, name)),
      operations: [...new Set([...(before?.operations ?? []), ...operations])],
    });
  }
  return { home: projectOf(), sources: widest.map(([, source]) => source), models: [...byDataset.values()] };
}

function named(place: Place, name: string | undefined): Named {
  return { place, naming: namingOf(place, name), formerLabel: name ?? plainLabel(place) ?? "" };
}

/** Of two entries for one place, the one whose name comes first, so that the order of entries does not matter. */
function firstByName(before: Named | undefined, one: Named): Named {
  if (before === undefined) return one;
  const names = [before, one].map(({ naming }) => (naming.by === "name" ? naming.name : ""));
  return (names[1] as string) < (names[0] as string) ? one : before;
}

/** The projects named, by key. */
function projectPlaces(home: Id, entries: readonly { project?: Id }[], ids: Ids): Map<string, ProjectPlace> {
  const places = new Map<string, ProjectPlace>([[ids.key(home), { id: home, home: true, label: "" }]]);
  for (const { project } of entries) {
    if (project === undefined || places.has(ids.key(project))) continue;
    const certain = typeof project === "string" && typeof home === "string";
    places.set(ids.key(project), { id: project, home: false, label: certain ? project : undefined });
  }
  return places;
}

function placeOf(project: ProjectPlace, dataset: Id | undefined, table: Id | undefined): Place {
  if (dataset === undefined) return { kind: "project", project };
  if (table === undefined) return { kind: "dataset", project, dataset };
  return { kind: "table", project, dataset, table };
}
