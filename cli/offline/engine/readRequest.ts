import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { originUrn } from "../inside/notes";
import { fromStruct } from "../wire/struct";
import { isSecret, knownText, normalisedObject, UNKNOWN, type WireObject } from "../wire/wireValue";
import { noOptions, type Frame, type ResourceOptions, type StackResource } from "./stackResource";

/** A registration in the preview's own words; the URN and the provider are the caller's to find. */
export function readRegistration(
  request: RegisterResourceRequest,
  urn: string,
  parent: StackResource | undefined,
): StackResource {
  const inputs = normalisedObject(fromStruct(request.getObject()));
  const all = propertyDependenciesOf(request, Object.keys(inputs));
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    ...(request.getParent() === "" ? {} : { parent: request.getParent() }),
    custom: request.getCustom(),
    read: false,
    remote: request.getRemote(),
    inputs,
    outputs: {},
    ...(request.getImportid() === "" ? {} : { id: request.getImportid() }),
    dependencies: request.getDependenciesList().filter(isResource),
    propertyDependencies: mapLists(all, (urns) => urns.filter(isResource)),
    origins: mapLists(all, (urns) => urns.filter((urn) => !isResource(urn))),
    options: optionsOf(request, parent),
  };
}

/** Inside the program, what brings an unknown value stands among its dependencies as a resource does. */
function isResource(urn: string): boolean {
  return !urn.startsWith(originUrn);
}

function mapLists(
  lists: Record<string, string[]>,
  change: (list: string[]) => string[],
): Record<string, string[]> {
  return Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, change(list)]));
}

/** Without a list per property, every property may depend on every resource named. */
function propertyDependenciesOf(request: RegisterResourceRequest, keys: string[]): Record<string, string[]> {
  const map = request.getPropertydependenciesMap();
  if (map.getLength() === 0 && !request.getRemote()) {
    return Object.fromEntries(keys.map((key) => [key, request.getDependenciesList()]));
  }
  return Object.fromEntries([...map.entries()].map(([key, value]) => [key, value.getUrnsList()]));
}

function optionsOf(request: RegisterResourceRequest, parent: StackResource | undefined): ResourceOptions {
  const timeouts = request.getCustomtimeouts();
  return {
    protect: request.getProtect() ?? parent?.options.protect ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    ...(request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()
      ? { deleteBeforeReplace: request.getDeletebeforereplace() }
      : {}),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: [
      ...request.getAliasurnsList(),
      ...request.getAliasesList().flatMap((alias) => (alias.getUrn() === "" ? [] : [alias.getUrn()])),
    ],
    customTimeouts: {
      create: seconds(timeouts?.getCreate()),
      update: seconds(timeouts?.getUpdate()),
      delete: seconds(timeouts?.getDelete()),
    },
  };
}

const unitSeconds: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};

/** A duration in Go's notation, `1h30m` or `500ms`, in seconds; 0 for none. */
export function seconds(duration: string | undefined): number {
  let total = 0;
  for (const [, amount, unit] of (duration ?? "").matchAll(/(\d+(?:\.\d+)?)(h|ms|us|µs|ns|m|s)/gu)) {
    total += Number(amount) * (unitSeconds[unit ?? ""] ?? 0);
  }
  return total;
}

/** The frames in the program's own files of the stack trace that the SDK sends along, the innermost first. */
export function programFrames(request: RegisterResourceRequest, programDirectory: string): Frame[] {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  return frames.flatMap((frame) => {
    const position = frame.getPc();
    const file = fileOf(position?.getUri() ?? "");
    if (position === undefined || file === undefined) return [];
    if (!file.startsWith(`${programDirectory}${sep}`) || file.includes(`${sep}node_modules${sep}`)) return [];
    return { file, line: position.getLine(), column: position.getColumn() };
  });
}

function fileOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

const stackReferenceType = "pulumi:pulumi:StackReference";

/** A resource that a program looks up instead of making it: its id and what it was asked by are all that is known. */
export function readLookup(
  request: ReadResourceRequest,
  urn: string,
  outputsOf: (stack: string) => WireObject | undefined,
): StackResource {
  const inputs = normalisedObject(fromStruct(request.getProperties()));
  const given = outputsOf(knownText(request.getId()) ?? "");
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
    outputs: isStackReference(request.getType()) ? { ...inputs, ...referencedOutputs(given) } : inputs,
    dependencies: request.getDependenciesList().filter(isResource),
    propertyDependencies: {},
    options: noOptions,
  };
}

/** More outputs may exist than are given: an unknown one among them says so. */
function referencedOutputs(given: WireObject | undefined): WireObject {
  if (given === undefined) return { outputs: { "": UNKNOWN }, secretOutputNames: UNKNOWN };
  return {
    outputs: { ...given, "": UNKNOWN },
    secretOutputNames: Object.keys(given).filter((name) => isSecret(given[name])),
  };
}

/** Why a lookup cannot be judged. */
export const lookupReason =
  "it reads an existing resource, which cannot be looked up offline, so its properties count as unknown";

/** Kinds that the engine itself provides. */
export function isBuiltIn(type: string): boolean {
  return type.startsWith("pulumi:pulumi:");
}

export function isStackReference(type: string): boolean {
  return type === stackReferenceType;
}
