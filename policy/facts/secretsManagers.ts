/**
 * Where a secrets manager, or a CI system's write-only store of secrets, keeps a secret: the properties by type.
 *
 * Left out on purpose: a Kubernetes Secret, which is base64 to anyone who may read the namespace, variables of CI systems,
 * Parameter Manager and a plain SSM parameter. A place that an organization trusts all the same goes into
 * `secretsManagers` of the config.
 *
 * Read in the providers' SDKs and the Pulumi Registry, November 2026.
 */
const properties: Readonly<Record<string, readonly string[]>> = {
  "gcp:secretmanager/secretVersion:SecretVersion": ["secretData", "secretDataWo"],
  "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion": ["secretData", "secretDataWo"],
  "aws:secretsmanager/secretVersion:SecretVersion": ["secretString", "secretStringWo", "secretBinary"],
  "aws-native:secretsmanager:Secret": ["secretString"],
  "azure:keyvault/secret:Secret": ["value", "valueWo"],
  "azure-native:keyvault:Secret": ["properties"],
  "vault:kv/secretV2:SecretV2": ["dataJson", "dataJsonWo", "data"],
  "vault:kv/secret:Secret": ["dataJson", "data"],
  "vault:generic/secret:Secret": ["dataJson", "data"],
  "onepassword:index/item:Item": ["password", "noteValue", "sections"],
  "doppler:index/secret:Secret": ["value"],
  "infisical:index/secret:Secret": ["value"],
  "akeyless:index/staticSecret:StaticSecret": ["value"],
  "hcp:index/vaultSecretsSecret:VaultSecretsSecret": ["secretValue"],
  "cloudflare:index/secretsStoreSecret:SecretsStoreSecret": ["value"],
  "databricks:index/secret:Secret": ["stringValue"],
  "databricks:index/secretUc:SecretUc": ["value"],
  "snowflake:index/secretWithGenericString:SecretWithGenericString": ["secretString"],
  "circleci:index/contextEnvironmentVariable:ContextEnvironmentVariable": ["value"],
  "circleci:index/environmentVariable:EnvironmentVariable": ["value"],
  "buildkite:Cluster/clusterSecret:ClusterSecret": ["value"],
  "pulumiservice:index:Environment": ["yaml"],
  "scaleway:index/secretVersion:SecretVersion": ["data"],
  "scaleway:secrets/version:Version": ["data"],
  "delinea:index/secret:Secret": ["fields"],
  "bitwarden:index/secret:Secret": ["value"],
  // A key handed to Segment's own provider is handed to Segment.
  "segment:index/source:Source": ["settings"],
  "segment:index/warehouse:Warehouse": ["settings"],
  "segment:index/destination:Destination": ["settings"],
};

/** Whole families: every version of a native provider, GitHub's write-only secrets. */
const families: readonly (readonly [type: RegExp, properties: readonly string[]])[] = [
  [/^google-native:secretmanager\/v\d+[a-z0-9]*:Version$/, ["payload"]],
  [/^azure-native:keyvault(?:\/v\d+[a-z]*)?:Secret$/, ["properties"]],
  [
    /^github:index\/(?:actions|dependabot|codespaces)[A-Za-z]*Secret:/,
    ["value", "plaintextValue", "valueEncrypted", "encryptedValue"],
  ],
];

/** Not its `insecureValue`, which AWS does not keep secret. */
const ssm = "aws:ssm/parameter:Parameter";

const byShortType: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(properties).map(([type, kept]) => [shortType(type), kept]),
);

/** Whether a property of a type keeps what stands in it secret; of an SSM parameter only a SecureString does. */
export function isSecretPlace(type: string, property: string, isSecureString: boolean): boolean {
  if (type === ssm) return isSecureString && ["value", "valueWo"].includes(property);
  const family = families.find(([test]) => test.test(type));
  return (family?.[1] ?? byShortType.get(shortType(type)) ?? []).includes(property);
}

/** `onepassword:index/item:Item` and `onepassword:index:Item` are one type: bridged providers write the first, native ones the second. */
export function shortType(type: string): string {
  const [, before = "", module = "", name = ""] = /^(.+:[^:]*)\/([^/:]+):([^:]+)$/.exec(type) ?? [];
  return name !== "" && module === name.charAt(0).toLowerCase() + name.slice(1) ? `${before}:${name}` : type;
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
