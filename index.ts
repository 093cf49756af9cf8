import * as pulumi from "@pulumi/pulumi";
import {
  type Key,
  type KeyMode,
  type Profile,
  type ReadApi,
  type RotationStep,
  SegmentBigQuery,
  type StateDataset,
} from "./components/index";
import { type ModelsText, parseModels, parseSource } from "./components/parseSource";

const config = new pulumi.Config();

const segment = new SegmentBigQuery("segment", {
  project: config.require("project"),
  location: config.require("location"),
  accountId: config.get("accountId"),
  randomAccountId: config.getBoolean("randomAccountId"),
  profile: config.get<Profile>("profile"),
  readApi: config.get<ReadApi>("readApi"),
  sources: config.getObject<string[]>("sources")?.map(parseSource),
  models: config.getObject<ModelsText[]>("models")?.map(parseModels),
  stateDataset: config.getObject<StateDataset>("stateDataset"),
  key: {
    mode: config.get<KeyMode>("keyMode"),
    step: config.get<RotationStep>("keyStep"),
    ...config.getObject<Key>("key"),
  },
  disabled: config.getBoolean("disabled"),
  enableApis: config.getBoolean("enableApis"),
});

export const {
  serviceAccountEmail,
  serviceAccountMember,
  stateDataset,
  secretName,
  secretVersionName,
  grants,
  keys,
  nextStep,
  segmentForm,
} = segment;
