import * as pulumi from "@pulumi/pulumi";
import {
  type AccessorArgs,
  type Profile,
  type ReadApi,
  SegmentBigQuery,
  type StateDatasetArgs,
} from "./components";
import { type ModelsText, parseModels, parseSource } from "./components/parseSource";
import { grantTooMuch } from "./examples/too-broad/grantTooMuch";

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
  stateDataset: config.getObject<StateDatasetArgs>("stateDataset"),
  key: {
    secret: {
      locations: config.getObject<string[]>("secretLocations"),
      accessors: config.getObject<string[]>("secretAccessors")?.map((member): AccessorArgs => ({ member })),
    },
  },
  apis: config.getBoolean("apis"),
});

if (config.getBoolean("tooBroad")) grantTooMuch(segment);

export const {
  serviceAccountEmail,
  serviceAccountMember,
  stateDataset,
  secretName,
  secretVersionName,
  grants,
  segmentForm,
} = segment;
