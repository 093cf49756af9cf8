import type { KeySlot } from "../args/enums";

/** Names that do not depend on the arguments, without the component's name. */
export const childNames = {
  account: "account",
  accountSuffix: "account-suffix",
  stateDataset: "state-dataset",
  keySecret: "key-secret",
  awsSecret: "key-aws-secret",
} as const;

/** `bigquery.googleapis.com` as `api-bigquery`. */
export function apiChild(service: string): string {
  return `api-${service.split(".")[0]}`;
}

/** A dataset that Segment writes. */
export function destinationChild(dataset: string): string {
  return `destination-${dataset}`;
}

/** The random digits at the end of a custom role's id. */
export function suffixChild(roleName: string): string {
  return `${roleName}-suffix`;
}

/** The key in a slot, or what holds it somewhere. */
export function slotChild(slot: KeySlot, what?: string): string {
  return what === undefined ? `key-${slot}` : `key-${slot}-${what}`;
}
