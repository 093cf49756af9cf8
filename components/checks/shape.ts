import { ModelOperation, Profile, ReadApi, StateDatasetMode } from "../enums";
import type { Shape } from "./fields";
import * as formats from "./formats";
import { keyShape } from "./keyShape";
import { input, plain, required } from "./members";

/** Every argument there is. A test holds it against the interfaces. */
export function argsShape(randomAccountId: boolean): Shape {
  return {
    project: required(formats.projectId),
    location: required(formats.bigqueryLocation),
    accountId: input(randomAccountId ? formats.accountIdPrefix : formats.accountId),
    randomAccountId: plain(formats.flag),
    displayName: input(formats.displayName),
    description: input(formats.description),
    disabled: input(formats.flag),
    profile: plain(formats.oneOf(Profile)),
    sources: {
      many: "list",
      shape: {
        project: input(formats.projectId),
        dataset: input(formats.datasetId),
        table: input(formats.tableId),
        name: plain(formats.childName),
      },
    },
    models: {
      many: "list",
      shape: {
        project: input(formats.projectId),
        dataset: required(formats.datasetId),
        operations: { ...plain(formats.oneOf(ModelOperation)), many: "list", required: true },
        name: plain(formats.childName),
      },
    },
    stateDataset: {
      shape: {
        mode: plain(formats.oneOf(StateDatasetMode)),
        datasetId: input(formats.stateDatasetIdFormat),
        kmsKeyName: input(formats.kmsKeyName),
        labels: input(formats.labels),
        protect: plain(formats.flag),
      },
    },
    readApi: plain(formats.oneOf(ReadApi)),
    key: { shape: keyShape },
    apis: plain(formats.flag),
    imports: { ...plain(formats.importId), many: "map" },
  };
}
