import type * as pulumi from "@pulumi/pulumi";
import type { KeyMode, KeySlot, RotationStep } from "./enums";
import type { Secret } from "./secret";
import type { Sinks } from "./sinks";

/**
 * The key that Segment is given. Segment accepts nothing but a JSON key.
 *
 * https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys
 */
export interface Key {
  /**
   * Where the key comes from.
   *
   * @default KeyMode.GoogleManaged
   */
  mode?: KeyMode;

  /**
   * Where the rotation stands. Two keys exist side by side from `AddB` to `UseB`, and from `AddA` to `UseA`; the output
   * `nextStep` says what to do and which step is next. Pulumi refuses a jump that would delete a key in use.
   *
   * @default RotationStep.OnlyA
   */
  step?: RotationStep;

  /**
   * X.509 certificate (PEM, or base64 of it) with the RSA public key, 2048 bits or more, of slot A. Only where `mode`
   * is `Uploaded`, and required there in every step in which slot A holds a key. A slot keeps its certificate until its
   * key is deleted; a new pair goes into the other slot.
   *
   * @default - none
   */
  publicKeyA?: pulumi.Input<string>;

  /**
   * The same for slot B.
   *
   * @default - none
   */
  publicKeyB?: pulumi.Input<string>;

  /**
   * Whether to keep the key in Google Secret Manager.
   *
   * @default true
   */
  googleSecretManager?: boolean;

  /**
   * The secret in Google Secret Manager.
   *
   * @default - replicated automatically, readable by nobody but the project's administrators
   */
  secret?: Secret;

  /**
   * Other secrets managers that keep the key as well.
   *
   * @default - none
   */
  sinks?: Sinks;

  /**
   * Replaces a leaked key in one update: the old one is deleted, and Segment has no valid key until it is given the new
   * one. Remove this again after the update. In mode `Uploaded` give the certificate of a new pair in the same update:
   * with the same certificate the private key that has leaked would go on to work.
   *
   * @default - none
   */
  replaceNow?: ReplaceNow;

  /**
   * Constraints on keys that the organization enforces, such as `iam.disableServiceAccountKeyCreation`: what they forbid
   * is then reported before an update runs into it. A limit on a key's life is written with its hours,
   * `iam.serviceAccountKeyExpiryHours=2160`.
   *
   * https://cloud.google.com/resource-manager/docs/organization-policy/restricting-service-accounts
   *
   * @default - none
   */
  constraints?: string[];

  /**
   * Whether Pulumi refuses to delete a key that is in use, the secret that holds it and the account that it belongs to.
   * Set it to false only to take the stack down, in an update of its own.
   *
   * @default true
   */
  protect?: boolean;
}

/** The emergency switch for a leaked key. */
export interface ReplaceNow {
  /**
   * Which key has leaked.
   */
  slot: KeySlot;

  /**
   * A name for the incident, such as `2026-11-22`: another name replaces the key again, the same one does not.
   */
  incident: string;
}
