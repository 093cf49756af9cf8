import type { SegmentBigQueryArgs } from "../args";
import { KeyMode, type KeySlot, RotationStep, StateDatasetMode } from "../enums";
import type { AccessorArgs } from "../secretArgs";
import type { PlannedRole } from "./plan";
import { planFor } from "./planFor";
import { slotsAt } from "./rotation";
import { servicesNeeded } from "./services";
import { settingsOf } from "./settings";

/** The parts with a fixed name. */
export const parts = {
  account: "account",
  accountSuffix: "account-suffix",
  stateDataset: "state-dataset",
  keySecret: "key-secret",
  awsSecret: "key-aws-secret",
} as const;

/** `bigquery.googleapis.com` as `api-bigquery`. */
export function apiPart(service: string): string {
  return `api-${service.split(".")[0]}`;
}

/** The random digits at the end of a custom role's id. */
export function suffixPart({ part }: PlannedRole): string {
  return `${part}-suffix`;
}

/** What lets somebody read the secret. */
export function accessorPart({ name, member }: AccessorArgs): string {
  return `key-secret-reader-${name ?? (typeof member === "string" ? member : "")}`;
}

/** The key in a slot, or what holds it somewhere. */
export function slotPart(slot: KeySlot, what?: string): string {
  return what === undefined ? `key-${slot}` : `key-${slot}-${what}`;
}

/** The parts of all resources that follow from the arguments: children's names without the component's name. */
export function partsOf(args: SegmentBigQueryArgs): string[] {
  const settings = settingsOf(args);
  const { roles, grants } = planFor(args);
  return [
    ...(args.apis ? servicesNeeded(settings).map(apiPart) : []),
    ...(args.randomAccountId ? [parts.accountSuffix] : []),
    parts.account,
    ...(settings.stateMode === StateDatasetMode.Created ? [parts.stateDataset] : []),
    ...roles.flatMap((role) => [suffixPart(role), role.part]),
    ...grants.map(({ part }) => part),
    ...(settings.keyMode === KeyMode.None ? [] : keyParts(args)),
  ];
}

function keyParts({ key = {} }: SegmentBigQueryArgs): string[] {
  const { step = RotationStep.OnlyA, googleSecretManager = true, sinks = {}, mode } = key;
  const accessors = key.secret?.accessors ?? [];
  const google = googleSecretManager ? [parts.keySecret, ...accessors.map(accessorPart)] : [];
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
    ...(sinks.aws ? [parts.awsSecret] : []),
    ...slotsAt(step).flatMap((slot) => [slotPart(slot), ...kept.map((what) => slotPart(slot, what))]),
  ];
}
