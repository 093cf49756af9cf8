import { defaults } from "../args/defaults";
import type { SegmentBigQueryArgs } from "../args/args";
import { KeyMode, type KeySlot, StateDatasetMode } from "../args/enums";
import type { Accessor } from "../args/secret";
import type { PlannedRole } from "./plan";
import { planFor } from "./planGrants";
import { slotsAt } from "./rotation";
import { servicesNeeded, settingsOf } from "./settings";

/** The parts with a fixed name. */
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

/** The random digits at the end of a custom role's id. */
export function suffixChild({ childName }: PlannedRole): string {
  return `${childName}-suffix`;
}

/** What lets somebody read the secret. */
export function accessorChild({ name, member }: Accessor): string {
  return `key-secret-reader-${name ?? (typeof member === "string" ? member : "")}`;
}

/** The key in a slot, or what holds it somewhere. */
export function slotChild(slot: KeySlot, what?: string): string {
  return what === undefined ? `key-${slot}` : `key-${slot}-${what}`;
}

/** The parts of all resources that follow from the arguments: children's names without the component's name. */
export function childNamesOf(args: SegmentBigQueryArgs): string[] {
  const settings = settingsOf(args);
  const { roles, grants } = planFor(args);
  return [
    ...(args.enableApis ? servicesNeeded(settings).map(apiChild) : []),
    ...(args.randomAccountId ? [childNames.accountSuffix] : []),
    childNames.account,
    ...(settings.stateMode === StateDatasetMode.Created ? [childNames.stateDataset] : []),
    ...roles.flatMap((role) => [suffixChild(role), role.childName]),
    ...grants.map(({ childName }) => childName),
    ...(settings.keyMode === KeyMode.None ? [] : keyParts(args)),
  ];
}

function keyParts({ key = {} }: SegmentBigQueryArgs): string[] {
  const {
    step = defaults.key.step,
    googleSecretManager = defaults.key.googleSecretManager,
    sinks = {},
    mode,
  } = key;
  const accessors = key.secret?.accessors ?? [];
  const google = googleSecretManager ? [childNames.keySecret, ...accessors.map(accessorChild)] : [];
  const inEachSlot = [
    ...(googleSecretManager ? ["version"] : []),
    ...(sinks.aws ? ["aws-version"] : []),
    ...(sinks.azure ? ["azure-secret"] : []),
    ...(sinks.vault ? ["vault-secret"] : []),
    ...(sinks.esc ? ["esc-environment"] : []),
    ...(sinks.others ?? []).map(({ name }) => name),
  ];
  const kept = mode === KeyMode.Uploaded ? [] : inEachSlot;
  return [
    ...google,
    ...(sinks.aws ? [childNames.awsSecret] : []),
    ...slotsAt(step).flatMap((slot) => [slotChild(slot), ...kept.map((what) => slotChild(slot, what))]),
  ];
}
