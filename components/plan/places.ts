import type * as pulumi from "@pulumi/pulumi";

/** The id of something at Google: plain, or the output of another resource. */
export type Id = pulumi.Input<string>;

/** A project, with a stable name for what is made in it. */
export interface ProjectPlace {
  readonly id: Id;
  /** Whether it is the component's own project, which children's names leave out. */
  readonly home: boolean;
  /** What children's names call it. */
  readonly label: string;
}

/** Where a grant is made. */
export type Place =
  | { readonly kind: "project"; readonly project: ProjectPlace }
  | { readonly kind: "dataset"; readonly project: ProjectPlace; readonly dataset: Id }
  | { readonly kind: "table"; readonly project: ProjectPlace; readonly dataset: Id; readonly table: Id };

/** A place under the name that tells it from the others of its kind. */
export interface Labelled {
  readonly label: string;
  readonly place: Place;
}

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

  /** The key of a place, beginning with the keys of the places it lies in. */
  path(place: Place): string {
    const parts: Id[] = [place.project.id];
    if (place.kind !== "project") parts.push(place.dataset);
    if (place.kind === "table") parts.push(place.table);
    return parts.map((part) => `${this.key(part)}\n`).join("");
  }
}

/** What children's names call a place: its ids joined by dots, or nothing where one of them is an output. */
export function plainLabel(place: Place): string | undefined {
  const ids: Id[] = [];
  if (!place.project.home || place.kind === "project") ids.push(place.project.id);
  if (place.kind !== "project") ids.push(place.dataset);
  if (place.kind === "table") ids.push(place.table);
  return ids.every((id) => typeof id === "string") ? ids.join(".") : undefined;
}

/** The dataset that a table lies in; a dataset or project itself. */
export function browsable(place: Place): Place {
  return place.kind === "table" ? { kind: "dataset", project: place.project, dataset: place.dataset } : place;
}

/** The ids that a place consists of. */
export function placeIds(place: Place): { project: Id; dataset?: Id; table?: Id } {
  const project = place.project.id;
  if (place.kind === "project") return { project };
  if (place.kind === "dataset") return { project, dataset: place.dataset };
  return { project, dataset: place.dataset, table: place.table };
}

/** Whether a place is in (or is) the dataset of the component's own project. */
export function liesIn(place: Place, home: ProjectPlace, dataset: Id): boolean {
  return place.kind !== "project" && place.project.id === home.id && place.dataset === dataset;
}
