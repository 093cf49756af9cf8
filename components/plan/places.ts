import type * as pulumi from "@pulumi/pulumi";
import type { DataScope } from "../../policy/iam/scope";

/** The id of something at Google: plain, or the output of another resource. */
export type Id = pulumi.Input<string>;

/** A project in which something is granted. */
export interface ProjectPlace {
  readonly id: Id;
  /** Whether it is the component's own project, which children's names leave out. */
  readonly home: boolean;
  /**
   * What children's names call it: nothing for the component's own, its id for one that is certainly another. Undefined
   * where that is not certain before the update, because one of the two ids is an output.
   */
  readonly label: string | undefined;
}

/** A dataset in which something is granted. */
export type DatasetPlace = Extract<DataScope<Id, ProjectPlace>, { kind: "dataset" }>;

/** A connection on which something is granted. */
export interface ConnectionPlace {
  readonly kind: "connection";
  readonly project: ProjectPlace;
  readonly location: Id;
  readonly connection: Id;
}

/** A bucket in Cloud Storage on which something is granted. */
export interface BucketPlace {
  readonly kind: "bucket";
  readonly project: ProjectPlace;
  readonly bucket: Id;
}

/** Where a grant is made. */
export type Place = DataScope<Id, ProjectPlace> | ConnectionPlace | BucketPlace;

/**
 * How children's names tell one place from the others.
 *
 * By scope: the name follows from the ids alone, so one grant at Google has one name. By name: an id is an output, so
 * the same place could have another name as well; what is granted there gets a custom role of its own, and is a grant
 * of its own at Google.
 */
export type Naming =
  { readonly by: "scope"; readonly label: string } | { readonly by: "name"; readonly name: string };

/**
 * Tells ids apart without knowing them.
 *
 * Names of children must be the same in the preview and in the update, so an output is never looked into: two are the
 * same id where they are the same object.
 */
export class Ids {
  private readonly outputs: Id[] = [];

  /** Equal for equal strings and for one and the same output. */
  key(id: Id): string {
    if (typeof id === "string") return `=${id}`;
    let at = this.outputs.indexOf(id);
    if (at < 0) at = this.outputs.push(id) - 1;
    return `#${at}`;
  }

  /** The key of a place, beginning with the keys of the places that contain it. */
  path(place: Place): string {
    return [place.project.id, ...idsWithin(place)].map((id) => `${this.key(id)}\n`).join("");
  }
}

/** How names tell a place from the others; `name` is what the arguments call it. */
export function namingOf(place: Place, name: string | undefined): Naming {
  const within = idsWithin(place);
  const scope = place.project.home ? within : [place.project.label, ...within];
  if (scope.every((id) => typeof id === "string")) return { by: "scope", label: scope.join(".") };
  return { by: "name", name: plainLabel(place) ?? name ?? "" };
}

/** A place's ids joined by dots, without the component's own project; nothing where one of them is an output. */
export function plainLabel(place: Place): string | undefined {
  const { project } = place;
  const ids = project.home && place.kind !== "project" ? [] : [project.id];
  const all = [...ids, ...idsWithin(place)];
  return all.every((id) => typeof id === "string") ? all.join(".") : undefined;
}

function idsWithin(place: Place): Id[] {
  switch (place.kind) {
    case "project":
      return [];
    case "dataset":
      return [place.dataset];
    case "table":
      return [place.dataset, place.table];
    case "connection":
      return [place.location, place.connection];
    case "bucket":
      return [place.bucket];
  }
}

/** The dataset that a table is in; anything else itself. */
export function browsable(place: Place): Place {
  return place.kind === "table" ? { kind: "dataset", project: place.project, dataset: place.dataset } : place;
}

/** The ids that a place consists of. */
export function placeIds<Of extends Place>(place: Of): { project: Id } & Omit<Of, "kind" | "project"> {
  const ids = Object.entries({ ...place, project: place.project.id }).filter(([part]) => part !== "kind");
  return Object.fromEntries(ids) as { project: Id } & Omit<Of, "kind" | "project">;
}

/** Whether a place is in (or is) a dataset. */
export function isIn(place: Place, dataset: DatasetPlace): boolean {
  return "dataset" in place && place.project.id === dataset.project.id && place.dataset === dataset.dataset;
}
