import * as pulumi from "@pulumi/pulumi";
import {
  DestinationMode,
  type Key,
  KeyMode,
  KeySlot,
  ModelOperation,
  type SegmentBigQueryArgs,
  StateDatasetMode,
} from "../../../components/index";
import { rotation, slotsAt } from "../../../components/plan/rotation";
import type { Declaration, SourceRef } from "../../../policy/access/declaration";
import { products as facts } from "../../../policy/facts/products";
import { rsa2048, rsa2048Second, rsa2048Third } from "../keys/certificates";
import type { ArgsSpec, EntrySpec, IdSpec } from "./arguments";

const certificates: Readonly<Record<string, string>> = {
  one: rsa2048,
  two: rsa2048Second,
  three: rsa2048Third,
};

/** The arguments; `certificate` is how certificates are written. */
export function argsOf(spec: ArgsSpec, certificate = (pem: string) => pem): SegmentBigQueryArgs {
  const id = (one: IdSpec): pulumi.Input<string> => (one.output ? pulumi.output(one.id) : one.id);
  const entry = ({ project: owner, dataset: set, table: one, name: called }: EntrySpec) => ({
    ...(owner ? { project: id(owner) } : {}),
    ...(set ? { dataset: id(set) } : {}),
    ...(one ? { table: id(one) } : {}),
    name: called,
  });
  const { mode, datasetId, protect } = spec.stateDataset;
  const read = {
    readApi: spec.readApi,
    sources: spec.sources.map(entry),
    models: spec.models.map((one) => ({
      ...entry(one),
      dataset: id(one.dataset as IdSpec),
      operations: [...one.operations],
    })),
    ...(spec.models.length > 0
      ? {
          connections: spec.connections.map(({ dataset: own, ...one }) => ({
            ...entry(one),
            connection: id(own as IdSpec),
          })),
        }
      : {}),
    ...(exportsModels(spec)
      ? {
          exportBuckets: spec.exportBuckets.map(({ dataset: own, ...one }) => ({
            ...entry(one),
            bucket: id(own as IdSpec),
          })),
        }
      : {}),
    stateDataset: {
      mode,
      ...(datasetId ? { datasetId: id(datasetId) } : {}),
      ...(mode === StateDatasetMode.Created ? { protect } : {}),
    },
  };
  const written = {
    destinations: spec.destinations.map(({ dataset: own, name: called, mode: how, protect: kept }) => ({
      dataset: id(own),
      mode: how,
      name: called,
      ...(how === DestinationMode.Created ? { protect: kept } : {}),
    })),
    ...(spec.createsMore ? { segmentCreatesDestinations: true } : {}),
  };
  return {
    project: id(spec.project),
    location: "EU",
    ...(spec.accountId === undefined ? {} : { accountId: spec.accountId }),
    randomAccountId: spec.randomAccountId,
    products: [...spec.products],
    profile: spec.profile,
    ...(does(spec, "reads") ? read : {}),
    ...(does(spec, "writes") ? written : {}),
    key: keyOf(spec.key, id, certificate),
  };
}

function does({ products: names }: ArgsSpec, what: "reads" | "writes"): boolean {
  return names.some((product) => facts[product][what]);
}

function exportsModels({ models }: ArgsSpec): boolean {
  return models.some((one) => one.operations.includes(ModelOperation.Export));
}

function keyOf(
  key: ArgsSpec["key"],
  id: (one: IdSpec) => pulumi.Input<string>,
  written: (pem: string) => string,
): Key {
  const { mode, step, protect } = key;
  if (mode === KeyMode.None) return { mode, protect };
  const google = {
    secret: {
      ...(key.secretId === undefined ? {} : { secretId: key.secretId }),
      locations: [...key.locations],
      accessors: key.accessors.map(({ member: one, name: called }) => ({ member: id(one), name: called })),
    },
  };
  const elsewhere = { googleSecretManager: false };
  const common = { mode, step, protect, ...(key.inGoogle ? google : elsewhere) };
  if (mode === KeyMode.GoogleManaged)
    return { ...common, ...(key.inGoogle ? {} : { sinks: { esc: { organization: "acme" } } }) };
  const certificate = (which: string) => written(certificates[which] as string);
  const held = slotsAt(step);
  return {
    ...common,
    ...(held.includes(KeySlot.A) ? { publicKeyA: certificate(key.certificateA) } : {}),
    ...(held.includes(KeySlot.B) ? { publicKeyB: certificate(key.certificateB) } : {}),
  };
}

/** What Segment needs by arguments, with every output's value. */
export function declaredBy(spec: ArgsSpec): Declaration {
  const home = spec.project.id;
  const ref = ({ project: owner, dataset: set, table: one }: EntrySpec): SourceRef => ({
    project: owner?.id ?? home,
    ...(set ? { dataset: set.id } : {}),
    ...(one ? { table: one.id } : {}),
  });
  const reads = does(spec, "reads");
  const writes = does(spec, "writes");
  const ownerOf = ({ project: owner }: EntrySpec) => owner?.id ?? home;
  return {
    products: spec.products,
    project: home,
    profile: spec.profile,
    readApi: spec.readApi,
    sources: reads ? spec.sources.map(ref) : [],
    models: spec.models.map((one) => ({
      project: ownerOf(one),
      dataset: (one.dataset as IdSpec).id,
      operations: one.operations,
    })),
    connections:
      spec.models.length === 0
        ? []
        : spec.connections.map((one) => ({
            project: ownerOf(one),
            location: "eu",
            connection: (one.dataset as IdSpec).id,
          })),
    exportBuckets: exportsModels(spec) ? spec.exportBuckets.map((one) => (one.dataset as IdSpec).id) : [],
    destinations: writes
      ? spec.destinations.map(({ dataset: own }) => ({ project: home, dataset: own.id }))
      : [],
    segmentCreatesDestinations: writes && (spec.createsMore || spec.destinations.length === 0),
    stateDataset: { project: home, dataset: spec.stateDataset.datasetId?.id ?? "__segment_reverse_etl" },
    segmentCreatesStateDataset: spec.stateDataset.mode === StateDatasetMode.MadeBySegment,
  };
}

/** Children that hold the keys that Segment may be using. */
export function keysInUse({ key: { mode, step } }: ArgsSpec): string[] {
  if (mode === KeyMode.None) return [];
  return slotsAt(step)
    .filter((slot) => rotation[step].slots[slot] !== "retiring")
    .map((slot) => `s-key-${slot}`);
}
