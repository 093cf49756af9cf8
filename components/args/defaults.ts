import { stateDatasetId } from "../../policy/facts/roles";
import { DestinationMode, KeyMode, Product, Profile, ReadApi, RotationStep, StateDatasetMode } from "./enums";

/** What each argument is where it is left out. A test compares these with the arguments' `@default`. */
export const defaults = {
  accountId: "segment-bigquery",
  randomAccountId: false,
  displayName: "Segment BigQuery",
  description: "Works on BigQuery for Twilio Segment. Managed by Pulumi.",
  disabled: false,
  products: [Product.LinkedEvents] as readonly Product[],
  profile: Profile.Documented,
  readApi: ReadApi.Rest,
  enableApis: false,
  destination: { mode: DestinationMode.Created, protect: true },
  stateDataset: { mode: StateDatasetMode.Created, datasetId: stateDatasetId, protect: true },
  key: {
    mode: KeyMode.GoogleManaged,
    step: RotationStep.OnlyA,
    googleSecretManager: true,
    protect: true,
  },
  aws: { name: "segment-bigquery-key", pluginVersion: "7.48.0" },
  azure: { name: "segment-bigquery-key", pluginVersion: "3.28.0" },
  vault: { path: "segment-bigquery-key", pluginVersion: "7.8.0" },
  esc: { project: "default", name: "segment-bigquery-key", pluginVersion: "1.3.0" },
} as const;
