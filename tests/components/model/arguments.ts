import * as fc from "fast-check";
import {
  DestinationMode,
  KeyMode,
  ModelOperation,
  Product,
  Profile,
  ReadApi,
  RotationStep,
  StateDatasetMode,
} from "../../../components/index";

/** An id, and whether the arguments give it as another resource's output. */
export interface IdSpec {
  readonly id: string;
  readonly output: boolean;
}

export interface EntrySpec {
  readonly project?: IdSpec;
  readonly dataset?: IdSpec;
  readonly table?: IdSpec;
  readonly name: string;
}

interface DestinationSpec extends EntrySpec {
  readonly dataset: IdSpec;
  readonly mode: DestinationMode;
  readonly protect: boolean;
}

/** Arguments without outputs, so that fast-check can show and shrink them. */
export interface ArgsSpec {
  readonly project: IdSpec;
  readonly accountId?: string;
  readonly randomAccountId: boolean;
  /** What products that do not read, or do not write, have no use for is left out of the arguments. */
  readonly products: readonly Product[];
  readonly destinations: readonly DestinationSpec[];
  readonly createsMore: boolean;
  readonly connections: readonly Omit<EntrySpec, "table">[];
  readonly exportBuckets: readonly Omit<EntrySpec, "table">[];
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
const destination = fc
  .record({
    dataset: idOf(fc.constantFrom("events", "orders", "crm"), 2),
    mode: fc.constantFrom(...Object.values(DestinationMode)),
    protect: fc.boolean(),
    name,
  })
  .filter(({ dataset: { output }, mode }) => !output || mode === DestinationMode.Existing);
const connection = fc.record({ project, dataset: idOf(fc.constantFrom("vertex", "spark"), 2), name });
const bucket = fc.record({ project, dataset: idOf(fc.constantFrom("exports", "models"), 2), name });
const products = fc.oneof(
  { weight: 2, arbitrary: fc.constant([Product.LinkedEvents]) },
  {
    weight: 4,
    arbitrary: fc.subarray(
      Object.values(Product).filter((product) => product !== Product.SqlTraits),
      { minLength: 1 },
    ),
  },
  { weight: 1, arbitrary: fc.constant([Product.SqlTraits]) },
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
    products,
    destinations: fc.array(destination, { maxLength: 2 }),
    createsMore: fc.boolean(),
    connections: fc.array(connection, { maxLength: 2 }),
    exportBuckets: fc.array(bucket, { maxLength: 2 }),
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
      "products",
      "destinations",
      "createsMore",
      "connections",
      "exportBuckets",
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
    products: [...spec.products].reverse(),
    destinations: [...spec.destinations].reverse().map(renamed),
    connections: [...spec.connections].reverse().map(renamed),
    exportBuckets: [...spec.exportBuckets].reverse().map(renamed),
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
