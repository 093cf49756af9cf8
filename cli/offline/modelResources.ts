import { UNKNOWN as MODEL_UNKNOWN, type Plain, type PlainObject } from "../../policy/stack/plain";
import type { Resource } from "../../policy/stack/resource";
import type { StackResource } from "./engine/stackResource";
import {
  forAnalyzer,
  isSecret,
  isUnknown,
  isWireObject,
  type WireObject,
  type WireValue,
} from "./wire/wireValue";

/** The stack's resources as the policy model reads them, secrets in the clear. */
export function modelResources(resources: ReadonlyMap<string, StackResource>): Resource[] {
  return [...resources.values()].map((resource) => toModel(resource, resources));
}

function toModel(resource: StackResource, all: ReadonlyMap<string, StackResource>): Resource {
  const provider = resource.provider === undefined ? undefined : all.get(resource.provider);
  const project = provider?.inputs.project;
  const providerProject = isUnknown(project)
    ? MODEL_UNKNOWN
    : typeof project === "string"
      ? project
      : undefined;
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    props: plainObject(forAnalyzer(resource.outputs)),
    ...(resource.parent === undefined ? {} : { parent: resource.parent }),
    ...(providerProject === undefined ? {} : { providerProject }),
    propertyDependencies: resource.propertyDependencies,
    dependencies: resource.dependencies,
  };
}

/** The model's form of a value: secrets unwrapped, as a policy pack sees them, and unknowns under its own sign. */
export function plain(value: WireValue): Plain {
  if (isUnknown(value)) return MODEL_UNKNOWN;
  if (isSecret(value)) return plain(value.value ?? null);
  if (Array.isArray(value)) return value.map(plain);
  return isWireObject(value) ? plainObject(value) : value;
}

function plainObject(value: WireObject): PlainObject {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}
