import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import {
  type Key,
  KeyMode,
  KeySlot,
  ModelOperation,
  Profile,
  ReadApi,
  RotationStep,
  type SegmentBigQueryArgs,
  StateDatasetMode,
} from "../../../components/index";
import { rotation, slotsAt } from "../../../components/plan/rotation";
import type { Declaration, SourceRef } from "../../../policy/access/declaration";
import { rsa2048, rsa2048Second, rsa2048Third } from "../keys/certificates";

/** An id, and whether the arguments give it as another resource's output. */
export interface IdSpec {
  readonly id: string;
  readonly output: boolean;
}

interface EntrySpec {
  readonly project?: IdSpec;
  readonly dataset?: IdSpec;
  readonly table?: IdSpec;
  readonly name: string;
}

/** Arguments without outputs, so that fast-check can show and shrink them. */
export interface ArgsSpec {
  readonly project: IdSpec;
  readonly accountId?: string;
  readonly randomAccountId: boolean;
  readonly profile: Profile;
  readonly readApi: ReadApi;
  readonly sources: readonly EntrySpec[];
  readonly models: readonly (EntrySpec & { readonly operations: readonly ModelOperation[] })[];
  readonly stateDataset: {
    readonly mode: StateDatasetMode;
    readonly datasetId?: IdSpec;
    readonly protect: boolean;
  };
  readonly key: {
    readonly mode: KeyMode;
    readonly step: RotationStep;
    readonly certificateA: string;
    readonly certificateB: string;
    readonly protect: boolean;
    readonly inGoogle: boolean;
    readonly secretId?: string;
    readonly locations: readonly string[];
    readonly accessors: readonly { readonly member: IdSpec; readonly name: string }[];
  };
}

const certificates: Readonly<Record<string, string>> = {
  one: rsa2048,
  two: rsa2048Second,
  three: rsa2048Third,
};

const idOf = (ids: fc.Arbitrary<string>, output = 4): fc.Arbitrary<IdSpec> =>
  fc.record({ id: ids, output: fc.nat(output).map((n) => n === 0) });
const plainHome: IdSpec = { id: "acme-analytics", output: false };
const project = idOf(fc.constantFrom("acme-analytics", "acme-lake"));
const dataset = idOf(fc.constantFrom("crm", "web", "__segment_reverse_etl", "state"), 2);
const table = idOf(fc.constantFrom("users", "views"), 2);
const name = fc.constantFrom("n1", "n2", "n3", "crm", "web.users");
const source = fc.oneof(
  fc.record({ project, name }),
  fc.record({ project, dataset, name }, { requiredKeys: ["dataset", "name"] }),
  fc.record({ project, dataset, table, name }, { requiredKeys: ["dataset", "table", "name"] }),
);
const operations = fc.uniqueArray(fc.constantFrom(...Object.values(ModelOperation)), {
  minLength: 1,
  maxLength: 3,
});
const member = idOf(
  fc.constantFrom("user:ann@example.com", "group:Admins@example.com", "group:admins@example.com"),
  3,
);

/** Valid sets of arguments, but for names that are taken twice. */
export const anyArgs: fc.Arbitrary<ArgsSpec> = fc.record(
  {
    project: fc.oneof(
      { weight: 4, arbitrary: fc.constant(plainHome) },
      { weight: 2, arbitrary: fc.constant({ ...plainHome, output: true }) },
      { weight: 1, arbitrary: fc.constant({ id: "acme-lake", output: false }) },
    ),
    accountId: fc.constantFrom("segment-bigquery", "segment-other"),
    randomAccountId: fc.boolean(),
    profile: fc.constantFrom(...Object.values(Profile)),
    readApi: fc.constantFrom(...Object.values(ReadApi)),
    sources: fc.array(source, { maxLength: 5 }),
    models: fc.array(
      fc.record({ project, dataset, name, operations }, { requiredKeys: ["dataset", "name", "operations"] }),
      { maxLength: 2 },
    ),
    stateDataset: fc.record(
      {
        mode: fc.constantFrom(...Object.values(StateDatasetMode)),
        datasetId: dataset,
        protect: fc.boolean(),
      },
      { requiredKeys: ["mode", "protect"] },
    ),
    key: fc.record(
      {
        mode: fc.constantFrom(...Object.values(KeyMode)),
        step: fc.constantFrom(...Object.values(RotationStep)),
        certificateA: fc.constantFrom("one", "two"),
        certificateB: fc.constantFrom("two", "three"),
        protect: fc.boolean(),
        inGoogle: fc.nat(4).map((n) => n > 0),
        secretId: fc.constantFrom("first", "second"),
        locations: fc.constantFrom([], ["europe-west3"]),
        accessors: fc.array(fc.record({ member, name }), { maxLength: 3 }),
      },
      {
        requiredKeys: [
          "mode",
          "step",
          "certificateA",
          "certificateB",
          "protect",
          "inGoogle",
          "locations",
          "accessors",
        ],
      },
    ),
  },
  {
    requiredKeys: [
      "project",
      "randomAccountId",
      "profile",
      "readApi",
      "sources",
      "models",
      "stateDataset",
      "key",
    ],
  },
);

/** The same arguments, written in another way: other order, other names where none is needed, other letter case. */
export function rewritten(spec: ArgsSpec): ArgsSpec {
  const renamed = <T extends EntrySpec>(entry: T): T =>
    needsName(entry) ? entry : { ...entry, name: `${entry.name}-other` };
  const turned = ({ member: given, name: called }: { member: IdSpec; name: string }) => ({
    member: given.output
      ? given
      : { ...given, id: given.id.replace("ann@", "ANN@").replace("admins", "ADMINS") },
    name: given.output ? called : `${called}-other`,
  });
  return {
    ...spec,
    sources: [...spec.sources].reverse().map(renamed),
    models: [...spec.models].reverse().map(renamed),
    key: { ...spec.key, accessors: [...spec.key.accessors].reverse().map(turned) },
  };
}

/** What people do to entries that stay otherwise: each gives sources and models that are alike and not the same. */
export const tweaks = {
  none: (entries) => entries,
  namesMoved: (entries) =>
    entries.map((entry, i) => ({ ...entry, name: entries.at(i - 1)?.name ?? entry.name })),
  datasetsMoved: (entries) =>
    entries.map((entry, i) =>
      entry.dataset && entries.at(i - 1)?.dataset ? { ...entry, dataset: entries.at(i - 1)?.dataset } : entry,
    ),
  outputsTurned: (entries) =>
    entries.map(({ dataset: set, ...entry }) => ({
      ...entry,
      ...(set ? { dataset: { ...set, output: !set.output } } : {}),
    })),
  tablesWidened: (entries) =>
    entries.map(({ project: owner, dataset: set, name: called }) => ({
      ...(owner ? { project: owner } : {}),
      ...(set ? { dataset: set } : {}),
      name: called,
    })),
} satisfies Readonly<Record<string, (entries: readonly EntrySpec[]) => readonly EntrySpec[]>>;

function needsName({ project: owner, dataset: set, table: one }: EntrySpec): boolean {
  return [owner, set, one].some((id) => id?.output === true);
}

/** The arguments; `written` is how certificates are written. */
export function argsOf(spec: ArgsSpec, written = (pem: string) => pem): SegmentBigQueryArgs {
  const id = (one: IdSpec): pulumi.Input<string> => (one.output ? pulumi.output(one.id) : one.id);
  const entry = ({ project: owner, dataset: set, table: one, name: called }: EntrySpec) => ({
    ...(owner ? { project: id(owner) } : {}),
    ...(set ? { dataset: id(set) } : {}),
    ...(one ? { table: id(one) } : {}),
    name: called,
  });
  const { mode, datasetId, protect } = spec.stateDataset;
  return {
    project: id(spec.project),
    location: "EU",
    ...(spec.accountId === undefined ? {} : { accountId: spec.accountId }),
    randomAccountId: spec.randomAccountId,
    profile: spec.profile,
    readApi: spec.readApi,
    sources: spec.sources.map(entry),
    models: spec.models.map((one) => ({
      ...entry(one),
      dataset: id(one.dataset as IdSpec),
      operations: [...one.operations],
    })),
    stateDataset: {
      mode,
      ...(datasetId ? { datasetId: id(datasetId) } : {}),
      ...(mode === StateDatasetMode.Created ? { protect } : {}),
    },
    key: keyOf(spec.key, id, written),
  };
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
  return {
    products: ["linked-events"],
    project: home,
    profile: spec.profile,
    readApi: spec.readApi,
    sources: spec.sources.map(ref),
    models: spec.models.map((one) => ({
      project: one.project?.id ?? home,
      dataset: (one.dataset as IdSpec).id,
      operations: one.operations,
    })),
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
