import type * as pulumi from "@pulumi/pulumi";

/**
 * A secret in Google Secret Manager.
 *
 * https://cloud.google.com/secret-manager/docs/overview
 */
export interface Secret {
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
   * Annotations of the secret, at most 16 KiB.
   *
   * @default - none
   */
  annotations?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;

  /**
   * When Secret Manager deletes the secret with all its versions, such as `2027-01-31T00:00:00Z`. Only for a secret
   * that is to go: it does not ask whether a key is in use.
   *
   * @default - never
   */
  expireTime?: pulumi.Input<string>;

  /**
   * Pub/Sub topics, `projects/…/topics/…`, told of every change and of the time to rotate. Secret Manager's own service
   * account needs `roles/pubsub.publisher` on them.
   *
   * @default - none
   */
  topics?: pulumi.Input<string>[];

  /**
   * How often the topics are told that it is time to rotate, in seconds from `3600s` up, such as `7776000s` for 90
   * days. Nothing is rotated by it.
   *
   * @default - never
   */
  rotationPeriod?: pulumi.Input<string>;

  /**
   * When the topics are told so for the first time, such as `2027-01-31T00:00:00Z`.
   *
   * @default - never
   */
  nextRotationTime?: pulumi.Input<string>;

  /**
   * Other names of versions, by name: the version's number as text.
   *
   * @default - none
   */
  versionAliases?: pulumi.Input<{ [alias: string]: pulumi.Input<string> }>;

  /**
   * How long a version that is destroyed stays disabled first, in seconds from `86400s` up.
   *
   * @default - not at all
   */
  versionDestroyTtl?: pulumi.Input<string>;

  /**
   * Who may read the secret, granted on this secret alone (`roles/secretmanager.secretAccessor`).
   *
   * @default - nobody beyond the project's administrators
   */
  accessors?: Accessor[];
}

/** Somebody who may read the secret. */
export interface Accessor {
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
