import { changed, type Resource } from "../resource";
import * as types from "../types";
import { fromBridgedGoogle } from "./bridgedGoogle";
import { configConnector, connectorKind } from "./configConnector";
import { fromGoogleNative } from "./googleNative";

/**
 * The stack with every resource in today's spelling of @pulumi/gcp, so that the rest of the model knows only one.
 *
 * Read are the provider's old aliases, google-native, Config Connector and the bridged Terraform provider. A resource
 * that is spelt so already, or that is no business of the model's, is passed on as it is.
 */
export function canonical(resources: readonly Resource[]): Resource[] {
  const connector = configConnector(resources);
  const respelt = new Map<string, boolean>();
  return resources.map((resource) => {
    const { type } = resource;
    if (!respelt.has(type)) respelt.set(type, isRespelt(type));
    if (respelt.get(type) !== true) return resource;
    switch (type.slice(0, type.indexOf(":"))) {
      case "gcp":
        return fromOldAlias(resource);
      case "google-native":
        return fromGoogleNative(resource);
      case "kubernetes":
        return connector(resource);
      case "google":
      case "google-beta":
        return fromBridgedGoogle(resource);
      default:
        return resource;
    }
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

function fromOldAlias(resource: Resource): Resource {
  const type = oldAliases.get(resource.type);
  return type === undefined ? resource : changed(resource, { type });
}

/** Whether a type is one that this module may read as another. */
export function isRespelt(type: string): boolean {
  return oldAliases.has(type) || /^google(?:-native|-beta)?:/.test(type) || connectorKind(type) !== undefined;
}
