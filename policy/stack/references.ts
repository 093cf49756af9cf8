import { type Plain, type PlainObject, text, UNKNOWN } from "./plain";
import type { Resource } from "./resource";
import { isNumber, sourcesOf, type Stack } from "./stack";
import * as types from "./types";

/**
 * A text that names something in Google Cloud, or what stands for it until it is known.
 *
 * In a first preview an id may not be known although it is certain whose id it is; then the URN of the resource that
 * gives it stands for it, so that two references to one thing stay equal. `unknown` says that not even that is certain.
 */
export interface Named {
  readonly id: string;
  readonly unknown: boolean;
}

/** The project of a resource: its own property, else its provider's. */
export function projectOf(stack: Stack, resource: Resource): Named {
  const own = text(resource.props["project"]);
  if (own === undefined) {
    const provider = resource.providerProject;
    return typeof provider === "string" ? projectNamed(stack, provider) : unknownPart(resource, "project");
  }
  if (own !== UNKNOWN) return projectNamed(stack, own);
  return fromDependencies(stack, resource, "project", types.project, (made) =>
    nameOf(made.props["projectId"], made),
  );
}

/** The project that a text names; a number that nothing explains may be any project's. */
export function projectNamed(stack: Stack, written: string): Named {
  const id = stack.projectId(written);
  return { id, unknown: isNumber(id) };
}

const datasetPath = /^projects\/([^/]+)\/datasets\/([^/]+)$/;

/** `project.dataset` or `project:dataset`; a domain-scoped project is `example.com:project`. */
const dottedDataset = /^((?:[^:]+:)?[^.:]+)[.:]([^.:]+)$/;

/** The dataset id in `property`, and the project when the property spells it out. */
export function datasetIn(
  stack: Stack,
  resource: Resource,
  property: string,
): Named & { readonly project?: string } {
  const value = text(resource.props[property]);
  if (value === undefined) return unknownPart(resource, property);
  if (value !== UNKNOWN) {
    const parts = datasetPath.exec(value) ?? dottedDataset.exec(value);
    if (parts?.[2] === undefined) return named(value);
    return { ...named(parts[2]), project: parts[1] === undefined ? undefined : stack.projectId(parts[1]) };
  }
  return fromDependencies(stack, resource, property, types.dataset, datasetIdOf);
}

/** The id of a dataset that the stack makes, or its URN while the id is not known. */
export function datasetIdOf(dataset: Resource): Named {
  return nameOf(dataset.props["datasetId"], dataset);
}

/** The id in `property`, stripped of everything before its last slash. */
export function lastPart(resource: Resource, property: string): Named {
  const value = text(resource.props[property]);
  if (typeof value !== "string") return unknownPart(resource, property);
  return named(value.slice(value.lastIndexOf("/") + 1));
}

/** The text without a leading `collection/`. */
export function bare(value: string, collection: string): string {
  return value.startsWith(`${collection}/`) ? value.slice(collection.length + 1) : value;
}

export function named(id: string): Named {
  return { id, unknown: false };
}

/** An id that equals no other. */
export function unknownPart(resource: Resource, property: string): Named {
  return { id: `(${property} of ${resource.name}, not known yet)`, unknown: true };
}

function nameOf(value: Plain | undefined, owner: Resource): Named {
  const id = text(value);
  return named(typeof id === "string" ? id : owner.urn);
}

function fromDependencies(
  stack: Stack,
  resource: Resource,
  property: string,
  type: string,
  read: (owner: Resource) => Named,
): Named {
  const owner = onlySource(stack, resource, property, type);
  return owner ? read(owner) : unknownPart(resource, property);
}

/** The resource of a type that a property takes its value from; undefined where there are several, or none. */
export function onlySource(
  stack: Stack,
  resource: Resource,
  property: string,
  type: string,
): Resource | undefined {
  const [only, ...others] = sourcesOf(stack, resource, property).filter((owner) => owner.type === type);
  return others.length === 0 ? only : undefined;
}

/** The property of an object, read as text; undefined where it is missing or of another type. */
export function knownText(props: PlainObject, property: string): string | undefined {
  const value = text(props[property]);
  return typeof value === "string" ? value : undefined;
}
