import type { Resource } from "../../resource";
import type { Stack } from "../../stack";
import * as types from "../../types";
import { plainPlaces } from "./plainPlaces";

/**
 * The properties in which a key may stand: those that a secrets manager keeps as a secret.
 *
 * Left out on purpose: a Kubernetes Secret, which is base64 to whoever may read the namespace, and variables of CI systems;
 * nobody but Segment needs the key. A place that an organisation trusts all the same is a case for an exemption.
 */
const secretProperties: Readonly<Record<string, readonly string[]>> = {
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
};

const azureVault = /^azure-native:keyvault\/v\d+[a-z]*:Secret$/;
const ssm = "aws:ssm/parameter:Parameter";

/**
 * Whether the property is one that a secrets manager keeps as a secret, or the resource one of another secrets manager to
 * which `SegmentBigQuery` is told to hand the key: any type but those in which texts lie open.
 */
export function keepsSecret(stack: Stack, resource: Resource, property: string): boolean {
  const { type, props, parent } = resource;
  if (parent !== undefined && stack.get(parent)?.type === types.component) return !plainPlaces.includes(type);
  if (type === ssm)
    return props["type"] === "SecureString" && ["value", "valueWo", "insecureValue"].includes(property);
  const spelt = azureVault.test(type) ? "azure-native:keyvault:Secret" : type;
  return Object.hasOwn(secretProperties, spelt) && secretProperties[spelt]?.includes(property) === true;
}
