import { isList, isObject, type Plain, type PlainObject } from "../plain";
import { changed, type Resource } from "../resource";
import { at } from "./aliases";
import { fromGoogleName } from "./bridgedGoogle";

const token =
  /^kubernetes:([a-z0-9]+)\.gcp(?:\.m)?\.(?:upbound|crossplane)\.io\/[a-z0-9]+:([A-Za-z0-9]+?)(?:Patch)?$/;

/** Whether a type is a managed resource of Crossplane's Google provider, cluster-wide or in a namespace. */
export function isCrossplane(type: string): boolean {
  return token.test(type);
}

/**
 * A managed resource of Crossplane's Google provider in @pulumi/gcp's spelling: the kinds are Terraform's names without
 * the product, which is the API group.
 *
 * See https://github.com/crossplane-contrib/provider-upjet-gcp (read November 2026)
 */
export function fromCrossplane(resource: Resource): Resource {
  const [, group = "", kind = ""] = token.exec(resource.type) ?? [];
  const { props, propertyDependencies } = resource;
  const product = products[group] ?? group.charAt(0).toUpperCase() + group.slice(1);
  const settings: Record<string, Plain> = withBlocks({
    ...objectAt(props, "spec", "initProvider"),
    ...objectAt(props, "spec", "forProvider"),
    ...objectAt(props, "status", "atProvider"),
  });
  const id = ids[kind];
  const name =
    at(props["metadata"], "annotations", "crossplane.io/external-name") ?? at(props["metadata"], "name");
  if (id !== undefined && settings[id] === undefined && name !== undefined) settings[id] = name;
  const spec = propertyDependencies["spec"];
  const inner = changed(resource, {
    props: settings,
    propertyDependencies: spec ? Object.fromEntries(Object.keys(settings).map((key) => [key, spec])) : {},
  });
  return fromGoogleName(inner, product + kind.replace("IAM", "Iam")) ?? resource;
}

/** What Terraform calls the product of an API group; the others have the group's own name. */
const products: Readonly<Record<string, string | undefined>> = {
  cloudplatform: "",
  secretmanager: "SecretManager",
  cloudidentity: "CloudIdentity",
};

/** The property that holds a resource's id, which is the object's name or its external name. */
const ids: Readonly<Record<string, string | undefined>> = {
  Project: "projectId",
  ServiceAccount: "accountId",
  ProjectIAMCustomRole: "roleId",
  OrganizationIAMCustomRole: "roleId",
  Dataset: "datasetId",
  Table: "tableId",
  Routine: "routineId",
  Secret: "secretId",
  WorkloadIdentityPool: "workloadIdentityPoolId",
};

/** What Terraform has as one block, and the older versions of the provider as a list. */
const blocks: ReadonlySet<string> = new Set([
  ...["condition", "preferredMemberKey", "memberKey", "groupKey"],
  ...["view", "routine", "dataset", "authorizedDataset"],
]);

function withBlocks(props: PlainObject): Record<string, Plain> {
  return Object.fromEntries(
    Object.entries(props).map(([name, value]) => {
      const block = blocks.has(name) && isList(value) ? (value[0] ?? null) : value;
      return [name, isObject(block) ? withBlocks(block) : isList(block) ? block.map(inList) : block];
    }),
  );
}

function inList(item: Plain): Plain {
  return isObject(item) ? withBlocks(item) : item;
}

function objectAt(props: PlainObject, ...path: readonly string[]): PlainObject {
  const value = at(props, ...path);
  return isObject(value) ? value : {};
}
