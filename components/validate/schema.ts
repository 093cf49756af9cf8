import * as formats from "./formats";
import * as keyFormats from "./formats";
import {
  DestinationMode,
  KeyMode,
  KeySlot,
  ModelOperation,
  Product,
  Profile,
  ReadApi,
  RotationStep,
  StateDatasetMode,
} from "../args/enums";
import type { Member, Shape } from "./fields";
import type { Format } from "./formats";

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
    products: { ...plain(formats.oneOf(Product)), many: "list" },
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
    destinations: {
      many: "list",
      shape: {
        dataset: required(formats.datasetId),
        mode: plain(formats.oneOf(DestinationMode)),
        kmsKeyName: input(formats.kmsKeyName),
        labels: input(formats.labels),
        protect: plain(formats.flag),
        name: plain(formats.childName),
      },
    },
    segmentCreatesDestinations: plain(formats.flag),
    models: {
      many: "list",
      shape: {
        project: input(formats.projectId),
        dataset: required(formats.datasetId),
        operations: { ...plain(formats.oneOf(ModelOperation)), many: "list", required: true },
        name: plain(formats.childName),
      },
    },
    connections: {
      many: "list",
      shape: {
        project: input(formats.projectId),
        location: input(formats.bigqueryLocation),
        connection: required(formats.connectionId),
        name: plain(formats.childName),
      },
    },
    exportBuckets: {
      many: "list",
      shape: {
        project: input(formats.projectId),
        bucket: required(formats.bucketName),
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
    enableApis: plain(formats.flag),
    imports: { ...plain(formats.importId), many: "map" },
  };
}

/** An argument that decides which resources exist, so it must be known from the start. */
export const plain = (format: Format): Member => ({ format, plain: true });

/** An argument that may be another resource's output. */
export const input = (format: Format): Member => ({ format });

/** The same, and required. */
export const required = (format: Format): Member => ({ format, required: true });

const pluginVersion = plain(keyFormats.pluginVersion);

const secret: Shape = {
  project: input(formats.projectId),
  secretId: input(formats.secretId),
  locations: { ...plain(formats.secretLocation), many: "list" },
  kmsKeyName: input(formats.kmsKeyName),
  kmsKeyNames: { format: formats.kmsKeyName, many: "map" },
  labels: input(formats.labels),
  annotations: input(formats.stringMap),
  expireTime: input(keyFormats.timestamp),
  topics: { format: keyFormats.topic, many: "list" },
  rotationPeriod: input(keyFormats.seconds(3600)),
  nextRotationTime: input(keyFormats.timestamp),
  versionAliases: input(formats.stringMap),
  versionDestroyTtl: input(keyFormats.seconds(86_400)),
  accessors: {
    many: "list",
    shape: { member: required(formats.accessor), name: plain(formats.childName) },
  },
};

const sinks: Shape = {
  aws: {
    shape: {
      name: input(keyFormats.placeName),
      region: input(keyFormats.someText),
      kmsKeyId: input(keyFormats.someText),
      tags: input(formats.stringMap),
      pluginVersion,
    },
  },
  azure: {
    shape: {
      resourceGroupName: required(keyFormats.someText),
      vaultName: required(keyFormats.someText),
      name: input(keyFormats.placeName),
      pluginVersion,
    },
  },
  vault: {
    shape: {
      mount: required(keyFormats.placeName),
      path: input(keyFormats.placeName),
      namespace: input(keyFormats.placeName),
      pluginVersion,
    },
  },
  esc: {
    shape: {
      organization: required(keyFormats.placeName),
      project: input(keyFormats.placeName),
      name: input(keyFormats.placeName),
      pluginVersion,
    },
  },
  others: {
    many: "list",
    shape: {
      name: { ...plain(formats.childName), required: true },
      type: { ...plain(keyFormats.resourceType), required: true },
      properties: { ...input(formats.anyText), many: "map", required: true },
      keyProperty: { ...plain(keyFormats.someText), required: true },
      pluginVersion: { ...pluginVersion, required: true },
      pluginDownloadUrl: plain(keyFormats.someText),
    },
  },
};

/** The arguments of `key`. */
export const keyShape: Shape = {
  mode: plain(formats.oneOf(KeyMode)),
  step: plain(formats.oneOf(RotationStep)),
  publicKeyA: { ...input(keyFormats.certificate), hidden: true },
  publicKeyB: { ...input(keyFormats.certificate), hidden: true },
  googleSecretManager: plain(formats.flag),
  secret: { shape: secret },
  sinks: { shape: sinks },
  replaceNow: {
    shape: {
      slot: { ...plain(formats.oneOf(KeySlot)), required: true },
      incident: { ...plain(keyFormats.incident), required: true },
    },
  },
  constraints: { ...plain(keyFormats.constraint), many: "list" },
  protect: plain(formats.flag),
};
