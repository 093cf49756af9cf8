import type { Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import * as types from "../../stack/types";

/**
 * The properties in which a key may stand: those that a secrets manager keeps as a secret.
 *
 * Left out on purpose: a Kubernetes Secret, which is base64 to whoever may read the namespace, and variables of CI systems;
 * nobody but Segment needs the key. A place that an organisation trusts all the same is a case for an exemption.
 */
const secretProperties: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "gcp:secretmanager/secretVersion:SecretVersion": ["secretData", "secretDataWo"],
    "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion": ["secretData", "secretDataWo"],
    "google-native:secretmanager/v1:Version": ["payload"],
    "aws:secretsmanager/secretVersion:SecretVersion": ["secretString", "secretStringWo", "secretBinary"],
    "aws-native:secretsmanager:Secret": ["secretString"],
    "azure:keyvault/secret:Secret": ["value", "valueWo"],
    "azure-native:keyvault:Secret": ["properties"],
    "vault:kv/secretV2:SecretV2": ["dataJson", "dataJsonWo", "data"],
    "vault:kv/secret:Secret": ["dataJson", "data"],
    "vault:generic/secret:Secret": ["dataJson", "data"],
    "pulumiservice:index:Environment": ["yaml"],
  }),
);

const azureVault = /^azure-native:keyvault\/v\d+[a-z]*:Secret$/;

/** Not its `insecureValue`, which AWS takes for a SecureString no more than it keeps it secret. */
const ssm = "aws:ssm/parameter:Parameter";

/**
 * Whether the property is one that a secrets manager keeps as a secret, or the resource one of another secrets manager to
 * which `SegmentBigQuery` is told to hand the key: any type but those in which texts lie open.
 */
export function keepsSecret(stack: Stack, resource: Resource, property: string): boolean {
  const { type, props, parent } = resource;
  if (stack.ofType(types.component).some(({ urn }) => urn === parent)) return !plainPlaces.includes(type);
  if (type === ssm) return props["type"] === "SecureString" && ["value", "valueWo"].includes(property);
  const spelt = azureVault.test(type) ? "azure-native:keyvault:Secret" : type;
  return secretProperties.get(spelt)?.includes(property) === true;
}

/** Types in which texts lie open, and in which a key is most often found. */
export const plainPlaces: readonly string[] = [
  "pulumi:pulumi:Stack",
  "kubernetes:core/v1:ConfigMap",
  "kubernetes:core/v1:ConfigMapPatch",
  "gcp:storage/bucketObject:BucketObject",
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "gcp:cloudfunctions/function:Function",
  "gcp:cloudfunctionsv2/function:Function",
  "gcp:cloudrun/service:Service",
  "gcp:cloudrunv2/service:Service",
  "gcp:cloudrunv2/job:Job",
  "gcp:compute/instance:Instance",
  "gcp:compute/instanceTemplate:InstanceTemplate",
  "gcp:compute/projectMetadata:ProjectMetadata",
  "gcp:appengine/standardAppVersion:StandardAppVersion",
];
