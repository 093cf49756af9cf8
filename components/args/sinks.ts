import type * as pulumi from "@pulumi/pulumi";

/**
 * Secrets managers other than Google's that keep the key's JSON as well.
 *
 * Each needs its Pulumi provider, passed to the component in `providers` or configured in the stack. No package needs to
 * be installed.
 */
export interface Sinks {
  /**
   * AWS Secrets Manager.
   *
   * @default - none
   */
  aws?: AwsSink;

  /**
   * Azure Key Vault.
   *
   * @default - none
   */
  azure?: AzureSink;

  /**
   * HashiCorp Vault, secrets engine KV version 2.
   *
   * @default - none
   */
  vault?: VaultSink;

  /**
   * Pulumi ESC.
   *
   * @default - none
   */
  esc?: EscSink;

  /**
   * Any other, by the type of its Pulumi resource. The policy pack trusts a type that it does not know once the pack's config
   * lists it in `secretsManagers`.
   *
   * @default - none
   */
  others?: OtherSink[];
}

/**
 * A secret in AWS Secrets Manager, a version of it for each key.
 *
 * https://www.pulumi.com/registry/packages/aws/api-docs/secretsmanager/secret/
 */
export interface AwsSink {
  /**
   * Name of the secret.
   *
   * @default "segment-bigquery-key"
   */
  name?: pulumi.Input<string>;

  /**
   * Region of the secret.
   *
   * @default - the provider's
   */
  region?: pulumi.Input<string>;

  /**
   * KMS key that encrypts it: id, ARN or alias.
   *
   * @default - the account's key `aws/secretsmanager`
   */
  kmsKeyId?: pulumi.Input<string>;

  /**
   * Tags of the secret.
   *
   * @default - none
   */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;

  /**
   * Version of the `aws` plugin.
   *
   * @default "7.48.0"
   */
  pluginVersion?: string;
}

/**
 * Secrets in an Azure Key Vault, one for each key. A secret that is no longer needed stays in the vault, because its
 * name would not be free for the next key; the key in it no longer works by then.
 *
 * https://www.pulumi.com/registry/packages/azure-native/api-docs/keyvault/secret/
 */
export interface AzureSink {
  /**
   * Resource group of the vault.
   */
  resourceGroupName: pulumi.Input<string>;

  /**
   * Name of the vault.
   */
  vaultName: pulumi.Input<string>;

  /**
   * Name of the secrets, to which `-a` or `-b` is added.
   *
   * @default "segment-bigquery-key"
   */
  name?: pulumi.Input<string>;

  /**
   * Version of the `azure-native` plugin.
   *
   * @default "3.28.0"
   */
  pluginVersion?: string;
}

/**
 * Secrets in HashiCorp Vault's KV version 2 engine, one for each key, the JSON in their field `credentials`.
 *
 * https://www.pulumi.com/registry/packages/vault/api-docs/kv/secretv2/
 */
export interface VaultSink {
  /**
   * Where the engine is mounted.
   */
  mount: pulumi.Input<string>;

  /**
   * Path of the secrets in the mount, to which `-a` or `-b` is added.
   *
   * @default "segment-bigquery-key"
   */
  path?: pulumi.Input<string>;

  /**
   * Namespace below the provider's.
   *
   * @default - the provider's
   */
  namespace?: pulumi.Input<string>;

  /**
   * Version of the `vault` plugin.
   *
   * @default "7.8.0"
   */
  pluginVersion?: string;
}

/**
 * Environments of Pulumi ESC, one for each key, the JSON as the secret `segment.credentials`.
 *
 * https://www.pulumi.com/registry/packages/pulumiservice/api-docs/environment/
 */
export interface EscSink {
  /**
   * Organization in Pulumi Cloud.
   */
  organization: pulumi.Input<string>;

  /**
   * Project of the environments.
   *
   * @default "default"
   */
  project?: pulumi.Input<string>;

  /**
   * Name of the environments, to which `-a` or `-b` is added.
   *
   * @default "segment-bigquery-key"
   */
  name?: pulumi.Input<string>;

  /**
   * Version of the `pulumiservice` plugin.
   *
   * @default "1.3.0"
   */
  pluginVersion?: string;
}

/** A secrets manager by the type of its Pulumi resource: one resource for each key. */
export interface OtherSink {
  /**
   * What the children are called by.
   */
  name: string;

  /**
   * Type of the resource, such as `doppler:index/secret:Secret`.
   */
  type: string;

  /**
   * Its properties. `{slot}` in a value becomes `a` or `b`, so that the second key does not overwrite the first: at least
   * one value must contain it.
   */
  properties: { [property: string]: pulumi.Input<string> };

  /**
   * The property that takes the key's JSON.
   */
  keyProperty: string;

  /**
   * Version of the plugin.
   */
  pluginVersion: string;

  /**
   * Where the plugin is downloaded from, if it is not one of Pulumi's own.
   *
   * @default - Pulumi's registry
   */
  pluginDownloadUrl?: string;
}
