import { KeyMode, ModelOperation, Profile, ReadApi, StateDatasetMode } from "../enums";
import type { Member, Shape } from "./fields";
import * as formats from "./formats";
import type { Format } from "./formats";

const plain = (format: Format): Member => ({ format, plain: true });
const input = (format: Format): Member => ({ format });

const secret: Shape = {
  project: input(formats.projectId),
  secretId: input(formats.secretId),
  locations: { ...plain(formats.secretLocation), many: "list" },
  kmsKeyName: input(formats.kmsKeyName),
  kmsKeyNames: { format: formats.kmsKeyName, many: "map" },
  labels: input(formats.labels),
  accessors: {
    many: "list",
    shape: { member: { format: formats.accessor, required: true }, name: plain(formats.childName) },
  },
};

/** Every argument there is. A test holds it against the interfaces. */
export function argsShape(randomAccountId: boolean): Shape {
  return {
    project: { format: formats.projectId, required: true },
    location: { format: formats.bigqueryLocation, required: true },
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
        dataset: { format: formats.datasetId, required: true },
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
    key: {
      shape: { mode: plain(formats.oneOf(KeyMode)), secret: { shape: secret }, protect: plain(formats.flag) },
    },
    apis: plain(formats.flag),
    imports: { ...plain(formats.importId), many: "map" },
  };
}
