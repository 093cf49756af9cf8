import { stateDatasetId } from "../../policy/knowledge/documentedRoles";
import type { SegmentBigQueryArgs } from "../args";
import { KeyMode, Profile, ReadApi, StateDatasetMode } from "../enums";
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
    profile: args.profile ?? Profile.Documented,
    readApi: args.readApi ?? ReadApi.Rest,
    stateMode: args.stateDataset?.mode ?? StateDatasetMode.Created,
    stateDatasetId: args.stateDataset?.datasetId ?? stateDatasetId,
    keyMode: args.key?.mode ?? KeyMode.Made,
  };
}
