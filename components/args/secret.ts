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
   * Id of the secret: up to 255 letters, digits, hyphens and underscores. It cannot be changed later.
   *
   * @default - the account's id followed by "-key"
   */
  secretId?: pulumi.Input<string>;

  /**
   * Locations of the secret, such as `europe-west3`. They cannot be changed later.
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
   * When Secret Manager deletes the secret with all its versions, such as `2027-01-31T00:00:00Z`, whether or not a key
   * in it is in use. Only for a secret that is no longer needed. Leaving it out later does not undo it: give a
   * later time instead.
   *
   * @default - never
   */
  expireTime?: pulumi.Input<string>;

  /**
   * Pub/Sub topics, `projects/…/topics/…`, that are notified of every change and of the time to rotate. Secret Manager's
   * own service account needs `roles/pubsub.publisher` on them.
   *
   * @default - none
   */
  topics?: pulumi.Input<string>[];

  /**
   * How often the topics are notified that it is time to rotate, in seconds from `3600s` up, such as `7776000s` for 90
   * days. It rotates nothing.
   *
   * @default - never
   */
  rotationPeriod?: pulumi.Input<string>;

  /**
   * When the topics are notified for the first time, such as `2027-01-31T00:00:00Z`.
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
   * How long a version stays disabled before it is destroyed, in seconds from `86400s` up.
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
   * What the children are called by. Required where `member` is another resource's output: the grant then has a custom
   * role of its own, in the secret's project. It has no effect where the member is plain.
   *
   * @default - the grant is named after the member
   */
  name?: string;
}
