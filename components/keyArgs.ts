import type * as pulumi from "@pulumi/pulumi";
import type { KeyMode } from "./enums";

/** The key that Segment is given. Segment accepts nothing but a JSON key. */
export interface KeyArgs {
  /**
   * Where the key comes from.
   *
   * @default KeyMode.Made
   */
  mode?: KeyMode;

  /**
   * The secret in Google Secret Manager that holds the key's JSON.
   *
   * @default - replicated automatically, readable by nobody but the project's administrators
   */
  secret?: SecretArgs;

  /**
   * Whether Pulumi refuses to delete or replace a key that is in use. Set to false only to take the stack down.
   *
   * @default true
   */
  protect?: boolean;
}

/**
 * A secret in Google Secret Manager.
 *
 * https://cloud.google.com/secret-manager/docs/overview
 */
export interface SecretArgs {
  /**
   * Id of the project that holds the secret.
   *
   * @default - the component's project
   */
  project?: pulumi.Input<string>;

  /**
   * Id of the secret: up to 255 letters, digits, hyphens and underscores.
   *
   * @default - the account's id followed by "-key"
   */
  secretId?: pulumi.Input<string>;

  /**
   * Locations to keep the secret in, such as `europe-west3`. Cannot be changed later.
   *
   * @default - replicated automatically, anywhere
   */
  locations?: string[];

  /**
   * Cloud KMS key for the secret where it is replicated automatically, in location `global`.
   *
   * @default - a key of Google's
   */
  kmsKeyName?: pulumi.Input<string>;

  /**
   * Cloud KMS keys by location, one for each of `locations`.
   *
   * @default - a key of Google's
   */
  kmsKeyNames?: { [location: string]: pulumi.Input<string> };

  /**
   * Labels of the secret.
   *
   * @default - none
   */
  labels?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;

  /**
   * Who may read the secret, granted on this secret alone (`roles/secretmanager.secretAccessor`).
   *
   * @default - nobody beyond the project's administrators
   */
  accessors?: AccessorArgs[];
}

/** Somebody who may read the secret. */
export interface AccessorArgs {
  /**
   * In IAM's form: `user:…`, `group:…`, `serviceAccount:…` or `principal://…`.
   */
  member: pulumi.Input<string>;

  /**
   * What the grant's name ends in; has to be given where `member` is another resource's output.
   *
   * @default - the member
   */
  name?: string;
}
