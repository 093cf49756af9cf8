import type { Models, Source } from "../args/args";
import type { ModelOperation } from "../args/enums";
import { type Id, Ids, type Labelled, type Place, plainLabel, type ProjectPlace } from "./places";

/** A dataset with models, and what is done with them. */
export interface LabelledModels extends Labelled {
  readonly operations: readonly ModelOperation[];
}

/** What is declared, each place once. */
export interface Declared {
  readonly home: ProjectPlace;
  /** Sources that no wider source holds. */
  readonly sources: readonly Labelled[];
  readonly models: readonly LabelledModels[];
}

/**
 * Brings sources and models into one form: each place once, and none that a wider source holds already.
 *
 * A grant made twice is one grant at Google, and deleting either takes it away.
 */
export function declare(project: Id, sources: readonly Source[], models: readonly Models[]): Declared {
  const ids = new Ids();
  const projects = projectPlaces(project, [...sources, ...models], ids);
  const projectOf = (id: Id = project) => projects.get(ids.key(id)) as ProjectPlace;

  const bySource = new Map<string, Labelled>();
  for (const { project: owner, dataset, table, name } of sources) {
    const place = placeOf(projectOf(owner), dataset, table);
    const path = ids.path(place);
    if (!bySource.has(path)) bySource.set(path, { place, label: name ?? plainLabel(place) ?? "" });
  }
  const paths = [...bySource.keys()];
  const widest = [...bySource].filter(
    ([path]) => !paths.some((other) => other !== path && path.startsWith(other)),
  );

  const byDataset = new Map<string, LabelledModels>();
  for (const { project: owner, dataset, operations, name } of models) {
    const place: Place = { kind: "dataset", project: projectOf(owner), dataset };
    const path = ids.path(place);
    const before = byDataset.get(path);
    const label = before?.label ?? name ?? plainLabel(place) ?? "";
    byDataset.set(path, {
      place,
      label,
      operations: [...new Set([...(before?.operations ?? []), ...operations])],
    });
  }
  return { home: projectOf(), sources: widest.map(([, source]) => source), models: [...byDataset.values()] };
}

/**
 * The projects named, by key. One that is an output is called by the first name, in the order of the alphabet, of the
 * entries that lie in it: so the order of the entries does not matter.
 */
function projectPlaces(
  home: Id,
  entries: readonly { project?: Id; name?: string }[],
  ids: Ids,
): Map<string, ProjectPlace> {
  const places = new Map([[ids.key(home), { id: home, home: true, label: "" }]]);
  for (const { project, name = "" } of entries) {
    if (project === undefined) continue;
    const label = typeof project === "string" ? project : name;
    const before = places.get(ids.key(project));
    if (before === undefined || (!before.home && label < before.label))
      places.set(ids.key(project), { id: project, home: false, label });
  }
  return places;
}

function placeOf(project: ProjectPlace, dataset: Id | undefined, table: Id | undefined): Place {
  if (dataset === undefined) return { kind: "project", project };
  if (table === undefined) return { kind: "dataset", project, dataset };
  return { kind: "table", project, dataset, table };
}
