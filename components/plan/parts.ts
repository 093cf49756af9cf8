import type { SegmentBigQueryArgs } from "../args";
import { KeyMode, StateDatasetMode } from "../enums";
import type { AccessorArgs } from "../keyArgs";
import type { PlannedRole } from "./plan";
import { planFor } from "./planFor";
import { servicesNeeded } from "./services";
import { settingsOf } from "./settings";

/** The parts with a fixed name. */
export const parts = {
  account: "account",
  accountSuffix: "account-suffix",
  stateDataset: "state-dataset",
  keySecret: "key-secret",
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
  const accessors = key.secret?.accessors ?? [];
  return [parts.keySecret, ...accessors.map(accessorPart), "key-a", "key-a-version"];
}
