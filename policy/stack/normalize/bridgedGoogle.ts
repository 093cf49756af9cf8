import { isList, isObject, type Plain } from "../plain";
import { changed, type Resource } from "../resource";
import * as types from "../types";
import { firstOf, type IamShape, type IamTarget, iamToken, normalizeAliases } from "./aliases";

const token = /^google(?:-beta)?:index\/[A-Za-z0-9_]+:([A-Za-z0-9]+)$/;

/**
 * A resource of Terraform's google provider, bridged by Pulumi's Terraform provider, in @pulumi/gcp's spelling: the type
 * tokens are Terraform's names, and properties may be in camel or snake case.
 */
export function fromBridgedGoogle(resource: Resource): Resource {
  const name = token.exec(resource.type)?.[1] ?? "";
  return fromGoogleName(resource, name) ?? resource;
}

/** A resource that Terraform calls `google_…`, by the rest of that name in capitals; undefined where nothing reads it. */
export function fromGoogleName(resource: Resource, name: string): Resource | undefined {
  const type = spelled(name);
  if (type === undefined) return undefined;
  const camel = inCamelCase(resource);
  return normalizeAliases(camel, type, { accesses: firstOf(camel.props, "accesses", "access") });
}

function spelled(name: string): string | undefined {
  const same = Object.hasOwn(sameResources, name) ? sameResources[name] : undefined;
  if (same !== undefined) return same;
  const iam = /Iam(Member|Binding|Policy)$/.exec(name);
  if (!iam) return undefined;
  const on = name.slice(0, iam.index);
  const target = Object.hasOwn(targets, on) ? targets[on] : undefined;
  return iamToken(target ?? { other: on }, iam[1] as IamShape);
}

const targets: Readonly<Record<string, IamTarget>> = {
  Project: "project",
  Folder: "folder",
  Organization: "organization",
  ServiceAccount: "serviceAccount",
  BigqueryDataset: "dataset",
  BigqueryTable: "table",
  BigqueryRoutine: "routine",
  BigqueryConnection: "connection",
  SecretManagerSecret: "secret",
};

/** By Terraform's names without `google_`. */
const sameResources: Readonly<Record<string, string>> = {
  ServiceAccount: types.account,
  ServiceAccountKey: types.key,
  ProjectIamCustomRole: types.projectCustomRole,
  OrganizationIamCustomRole: types.organizationCustomRole,
  Project: types.project,
  BigqueryDataset: types.dataset,
  BigqueryDatasetAccess: types.datasetAccess,
  BigqueryTable: types.table,
  BigqueryRoutine: types.routine,
  BigqueryJob: types.queryJob,
  BigqueryDataTransferConfig: types.transferConfig,
  BigqueryRowAccessPolicy: types.rowAccessPolicy,
  CloudIdentityGroup: types.group,
  CloudIdentityGroupMembership: types.groupMembership,
  IamWorkloadIdentityPool: types.workloadPool,
  IamWorkloadIdentityPoolProvider: types.workloadPoolProvider,
  PrivilegedAccessManagerEntitlement: types.entitlement,
  StorageBucketObject: "gcp:storage/bucketObject:BucketObject",
  StorageHmacKey: "gcp:storage/hmacKey:HmacKey",
  ApikeysKey: "gcp:projects/apiKey:ApiKey",
  SecretManagerSecret: "gcp:secretmanager/secret:Secret",
  SecretManagerSecretVersion: "gcp:secretmanager/secretVersion:SecretVersion",
};

function inCamelCase(resource: Resource): Resource {
  const { props, propertyDependencies } = resource;
  return changed(resource, {
    props: camelKeys(props) as Resource["props"],
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([name, from]) => [camel(name), from]),
    ),
  });
}

function camelKeys(value: Plain): Plain {
  if (isList(value)) return value.map(camelKeys);
  if (!isObject(value)) return value;
  const copy: Record<string, Plain> = Object.create(null) as Record<string, Plain>;
  for (const name of Object.keys(value)) copy[camel(name)] = camelKeys(value[name] ?? null);
  return copy;
}

function camel(name: string): string {
  return name.replace(/(?<=[A-Za-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
