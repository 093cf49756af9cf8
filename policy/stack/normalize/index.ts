import { changed, type Resource } from "../resource";
import * as types from "../types";
import { fromBridgedGoogle } from "./bridgedGoogle";
import { configConnector, connectorKind } from "./configConnector";
import { fromCrossplane, isCrossplane } from "./crossplane";
import { fromGoogleNative } from "./googleNative";

/**
 * The stack with every resource in today's spelling of @pulumi/gcp, so that the rest of the model knows only one.
 *
 * Read are the provider's old aliases, google-native, Config Connector, Crossplane and the bridged Terraform provider. A resource
 * that is in this form already, or that the pack does not read, is passed on as it is.
 */
export function normalize(resources: readonly Resource[]): Resource[] {
  const connector = configConnector(resources);
  const readers = new Map<string, Reader | undefined>();
  return resources.map((resource) => {
    const { type } = resource;
    if (!readers.has(type)) readers.set(type, readerOf(type));
    const read = readers.get(type);
    return read === undefined ? resource : read(resource, connector);
  });
}

/** Tokens that @pulumi/gcp had before its module names were lower-case, and still takes as aliases. */
const oldAliases: ReadonlyMap<string, string> = new Map([
  ["gcp:serviceAccount/account:Account", types.account],
  ["gcp:serviceAccount/key:Key", types.key],
  ["gcp:serviceAccount/iAMMember:IAMMember", "gcp:serviceaccount/iAMMember:IAMMember"],
  ["gcp:serviceAccount/iAMBinding:IAMBinding", "gcp:serviceaccount/iAMBinding:IAMBinding"],
  ["gcp:serviceAccount/iAMPolicy:IAMPolicy", "gcp:serviceaccount/iAMPolicy:IAMPolicy"],
]);

/** Whether a type is one that this module may read as another. */
export function isAlias(type: string): boolean {
  return readerOf(type) !== undefined;
}

type Reader = (resource: Resource, connector: (resource: Resource) => Resource) => Resource;

function readerOf(type: string): Reader | undefined {
  const alias = oldAliases.get(type);
  if (alias !== undefined) return (resource) => changed(resource, { type: alias });
  if (type.startsWith("google-native:")) return fromGoogleNative;
  if (/^google(?:-beta)?:/.test(type)) return fromBridgedGoogle;
  if (isCrossplane(type)) return fromCrossplane;
  return connectorKind(type) === undefined ? undefined : (resource, connector) => connector(resource);
}
