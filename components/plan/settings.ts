import { defaults } from "../args/defaults";
import type { SegmentBigQueryArgs } from "../args/args";
import { KeyMode, Profile, ReadApi, StateDatasetMode } from "../args/enums";
import type { Id } from "./places";

/** The choices that decide which resources exist, defaults filled in. */
export interface Settings {
  readonly profile: Profile;
  readonly readApi: ReadApi;
  readonly stateMode: StateDatasetMode;
  readonly stateDatasetId: Id;
  readonly keyMode: KeyMode;
}

/** Fills in the defaults that the arguments' documentation states. */
export function settingsOf(args: SegmentBigQueryArgs): Settings {
  return {
    profile: args.profile ?? defaults.profile,
    readApi: args.readApi ?? defaults.readApi,
    stateMode: args.stateDataset?.mode ?? defaults.stateDataset.mode,
    stateDatasetId: args.stateDataset?.datasetId ?? defaults.stateDataset.datasetId,
    keyMode: args.key?.mode ?? defaults.key.mode,
  };
}

/** The services of Google Cloud that the component's resources and Segment's queries go through. */
export function servicesNeeded({ readApi, keyMode }: Settings): string[] {
  return [
    "bigquery.googleapis.com",
    ...(readApi === ReadApi.Storage ? ["bigquerystorage.googleapis.com"] : []),
    "cloudresourcemanager.googleapis.com",
    "iam.googleapis.com",
    ...(keyMode === KeyMode.None ? [] : ["secretmanager.googleapis.com"]),
  ];
}
