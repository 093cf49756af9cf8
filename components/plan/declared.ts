import type { SegmentBigQueryArgs } from "../args/args";
import type { Destination } from "../args/data";
import { DestinationMode, type ModelOperation } from "../args/enums";
import { defaults } from "../args/defaults";
import {
  type BucketPlace,
  type ConnectionPlace,
  type DatasetPlace,
  type Id,
  Ids,
  type Naming,
  namingOf,
  type Place,
  plainLabel,
  type ProjectPlace,
} from "./places";

/** A place with the names that its children get. */
export interface Named<Of extends Place = Place> {
  readonly place: Of;
  readonly naming: Naming;
  /** What children's names called it up to 2026-11-22. */
  readonly formerLabel: string;
}

/** A dataset with models, and what is done with them. */
export interface NamedModels extends Named<DatasetPlace> {
  readonly operations: readonly ModelOperation[];
}

/** A dataset that Segment writes. */
export interface NamedDestination extends Named<DatasetPlace> {
  /** Its settings, where the component creates it. */
  readonly creates?: Destination;
}

/** What is declared, each place once. */
export interface Declared {
  readonly home: ProjectPlace;
  /** Sources that no wider source contains. */
  readonly sources: readonly Named[];
  readonly destinations: readonly NamedDestination[];
  readonly models: readonly NamedModels[];
  readonly connections: readonly Named<ConnectionPlace>[];
  readonly exportBuckets: readonly Named<BucketPlace>[];
}

/** Brings what the arguments name into one form: each place once, and no source that a wider one contains already. */
export function declare(args: SegmentBigQueryArgs): Declared {
  const { project, location, sources = [], destinations = [], models = [] } = args;
  const { connections = [], exportBuckets = [] } = args;
  const ids = new Ids();
  const projects = projectPlaces(project, [...sources, ...models, ...connections, ...exportBuckets], ids);
  const projectOf = (id: Id = project) => projects.get(ids.key(id)) as ProjectPlace;
  const dataset = (of: { project?: Id; dataset: Id }): DatasetPlace => ({
    kind: "dataset",
    project: projectOf(of.project),
    dataset: of.dataset,
  });
  return {
    home: projectOf(),
    sources: widest(
      eachOnce(ids, sources, ({ project: owner, dataset: set, table }) =>
        sourcePlace(projectOf(owner), set, table),
      ),
    ),
    destinations: [...eachOnce(ids, destinations, dataset).values()].map(({ entries: [entry], ...one }) => ({
      ...one,
      ...(creates(entry) ? { creates: entry } : {}),
    })),
    models: [...eachOnce(ids, models, dataset).values()].map(({ entries, ...one }) => ({
      ...one,
      operations: [...new Set(entries.flatMap(({ operations }) => operations))],
    })),
    connections: bare(
      eachOnce(ids, connections, ({ project: owner, location: own = location, connection }) => ({
        kind: "connection",
        project: projectOf(owner),
        location: inLowerCase(own),
        connection,
      })),
    ),
    exportBuckets: bare(
      eachOnce(ids, exportBuckets, ({ project: owner, bucket }) => ({
        kind: "bucket",
        project: projectOf(owner),
        bucket,
      })),
    ),
  };
}

/** Whether the component creates a destination. */
export function creates({ mode = defaults.destination.mode }: Destination): boolean {
  return mode === DestinationMode.Created;
}

interface Entries<Entry, Of extends Place> extends Named<Of> {
  readonly entries: readonly [Entry, ...Entry[]];
}

/** Entries by their place. */
function eachOnce<Entry extends { name?: string }, Of extends Place>(
  ids: Ids,
  all: readonly Entry[],
  placeOf: (entry: Entry) => Of,
): Map<string, Entries<Entry, Of>> {
  const byPath = new Map<string, Entries<Entry, Of>>();
  for (const entry of all) {
    const place = placeOf(entry);
    const path = ids.path(place);
    const before = byPath.get(path);
    const named = {
      place,
      naming: namingOf(place, entry.name),
      formerLabel: entry.name ?? plainLabel(place) ?? "",
    };
    byPath.set(path, {
      ...firstByName(before, named),
      entries: before === undefined ? [entry] : [...before.entries, entry],
    });
  }
  return byPath;
}

/** Of two entries for one place, the one whose name comes first, so that the order of entries does not matter. */
function firstByName<Of extends Place>(before: Named<Of> | undefined, one: Named<Of>): Named<Of> {
  if (before === undefined) return one;
  const names = [before, one].map(({ naming }) => (naming.by === "name" ? naming.name : ""));
  return (names[1] as string) < (names[0] as string) ? one : before;
}

function widest(sources: ReadonlyMap<string, Entries<unknown, Place>>): Named[] {
  const paths = [...sources.keys()];
  const inside = (path: string) => paths.some((other) => other !== path && path.startsWith(other));
  return bare(new Map([...sources].filter(([path]) => !inside(path))));
}

function bare<Of extends Place>(all: ReadonlyMap<string, Entries<unknown, Of>>): Named<Of>[] {
  return [...all.values()].map(({ place, naming, formerLabel }) => ({ place, naming, formerLabel }));
}

/** BigQuery takes a location in either letter case; a name knows one. */
function inLowerCase(location: Id): Id {
  return typeof location === "string" ? location.toLowerCase() : location;
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

function sourcePlace(project: ProjectPlace, dataset: Id | undefined, table: Id | undefined): Place {
  if (dataset === undefined) return { kind: "project", project };
  if (table === undefined) return { kind: "dataset", project, dataset };
  return { kind: "table", project, dataset, table };
}
