import type { ReadResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { fromStruct } from "../wire/struct";
import { knownText, normalisedObject, UNKNOWN } from "../wire/wireValue";
import { noOptions, type StackResource } from "./stackResource";

const stackReferenceType = "pulumi:pulumi:StackReference";

/** A resource that a program looks up instead of making it: its id and what it was asked by are all that is known. */
export function readLookup(request: ReadResourceRequest, urn: string): StackResource {
  const inputs = normalisedObject(fromStruct(request.getProperties()));
  const id = knownText(request.getId());
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    ...(request.getParent() === "" ? {} : { parent: request.getParent() }),
    custom: true,
    read: true,
    remote: false,
    ...(id === undefined ? {} : { id }),
    inputs,
    outputs: isStackReference(request.getType())
      ? { ...inputs, outputs: UNKNOWN, secretOutputNames: UNKNOWN }
      : inputs,
    dependencies: request.getDependenciesList(),
    propertyDependencies: {},
    options: noOptions,
  };
}

/** Why a lookup cannot be judged. */
export function lookupReason({ type, id }: StackResource): string {
  return isStackReference(type)
    ? `it reads the outputs of stack ${id ?? "(not known yet)"}, which are not here, so they count as unknown`
    : "it reads an existing resource, which cannot be looked up offline, so its properties count as unknown";
}

/** Kinds that the engine itself provides. */
export function isBuiltIn(type: string): boolean {
  return type.startsWith("pulumi:pulumi:");
}

function isStackReference(type: string): boolean {
  return type === stackReferenceType;
}
