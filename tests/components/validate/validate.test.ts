import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { checkArgs } from "../../../components/validate/validate";

const good = { project: "acme-analytics", location: "EU" };

/** `property: reason`, one line a problem. */
function problems(args: unknown): string[] {
  return checkArgs(args).problems.map(({ property, reason }) => `${property}: ${reason}`);
}

describe("arguments, one by one", () => {
  const cases: readonly (readonly [string, object, string | RegExp])[] = [
    [
      "a project's number",
      { project: "123456789012" },
      /^project: is "123456789012"; give a project's id \(not its number/,
    ],
    ["a project in capitals", { project: "ACME-analytics" }, /^project: is "ACME-analytics"/],
    ["a project that is a number", { project: 12 }, /^project: is 12; /],
    [
      "a location with blanks",
      { location: "us central1" },
      /^location: is "us central1"; give the location shown in BigQuery/,
    ],
    [
      "an account id of five characters",
      { accountId: "short" },
      /^accountId: is "short"; give 6 to 30 lower-case/,
    ],
    ["an account id of 31 characters", { accountId: "a".repeat(31) }, /^accountId: /],
    ["an account id that ends in a hyphen", { accountId: "segment-" }, /^accountId: /],
    [
      "an account id without room for random digits",
      { accountId: "a".repeat(24), randomAccountId: true },
      /^accountId: .* give 1 to 23/,
    ],
    [
      "a display name of 101 bytes",
      { displayName: "é".repeat(51) },
      /^displayName: .*text of at most 100 bytes$/,
    ],
    ["a description of 257 bytes", { description: "d".repeat(257) }, /^description: .*at most 256 bytes$/],
    ["another profile", { profile: "wide" }, 'profile: is "wide"; give one of documented, minimal'],
    ["another read API", { readApi: "rest" }, 'readApi: is "rest"; give one of REST, STORAGE'],
    ["sources that are no list", { sources: "crm" }, 'sources: is "crm"; give a list'],
    ["a source that is a text", { sources: ["crm"] }, 'sources[0]: is "crm"; give an object'],
    ["a source that is null", { sources: [null] }, "sources[0]: is null; give an object"],
    ["a source that names nothing", { sources: [{}] }, /^sources\[0\]: names nothing; give a project/],
    [
      "a table without its dataset",
      { sources: [{ table: "users" }] },
      'sources[0].dataset: is missing; give the dataset of table "users"',
    ],
    [
      "a dataset with its project",
      { sources: [{ dataset: "acme.crm" }] },
      /^sources\[0\]\.dataset: is "acme\.crm"; give a dataset's id without its project/,
    ],
    [
      "a table with a partition",
      { sources: [{ dataset: "crm", table: "users$2026" }] },
      /^sources\[0\]\.table: is "users\$2026"; /,
    ],
    ["a wildcard table", { sources: [{ dataset: "crm", table: "events_*" }] }, /^sources\[0\]\.table: /],
    [
      "an argument that a source does not have",
      { sources: [{ datset: "crm", dataset: "crm" }] },
      "sources[0].datset: is not an argument; there are project, dataset, table, name",
    ],
    [
      "a name that no child can have",
      { sources: [{ dataset: "crm", name: "my crm" }] },
      'sources[0].name: is "my crm"; give letters, digits and any of _ . @ : -',
    ],
    [
      "models without operations",
      { models: [{ dataset: "ml", operations: [] }] },
      "models[0].operations: is empty; give at least one",
    ],
    [
      "models without a dataset",
      { models: [{ operations: ["predict"] }] },
      /^models\[0\]\.dataset: is missing; give a dataset's id/,
    ],
    [
      "an operation that there is not",
      { models: [{ dataset: "ml", operations: ["train"] }] },
      /^models\[0\]\.operations\[0\]: is "train"; give one of create, replace, delete, drop, get/,
    ],
    [
      "Segment's misspelling of the state dataset",
      { stateDataset: { datasetId: "_segment_reverse_etl" } },
      'stateDataset.datasetId: is "_segment_reverse_etl"; give __segment_reverse_etl, with two underscores in front: what Segment uses, though its pages misspell it',
    ],
    [
      "labels for a dataset that is not made here",
      { stateDataset: { mode: "existing", labels: {} } },
      /^stateDataset\.labels: has no effect, because mode is "existing"/,
    ],
    [
      "a version of a KMS key",
      { stateDataset: { kmsKeyName: "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1" } },
      /^stateDataset\.kmsKeyName: .* without a version$/,
    ],
    [
      "labels in capitals",
      { stateDataset: { labels: { Owner: "growth" } } },
      /^stateDataset\.labels: is \{"Owner":"growth"\}; give at most 64 labels/,
    ],
    [
      "protection that is a text",
      { stateDataset: { protect: "yes" } },
      'stateDataset.protect: is "yes"; give true or false',
    ],
    [
      "a secret for no key",
      { key: { mode: "none", secret: { secretId: "s" } } },
      /^key\.secret: has no effect, because key\.mode is "none"/,
    ],
    [
      "a secret id with a slash",
      { key: { secret: { secretId: "a/b" } } },
      /^key\.secret\.secretId: is "a\/b"; give 1 to 255 letters/,
    ],
    [
      "a secret readable by everybody",
      { key: { secret: { accessors: [{ member: "allUsers" }] } } },
      /^key\.secret\.accessors\[0\]\.member: is "allUsers"; give one person, .*never everybody$/,
    ],
    [
      "a secret readable by a domain",
      { key: { secret: { accessors: [{ member: "domain:acme.com" }] } } },
      /^key\.secret\.accessors\[0\]\.member: /,
    ],
    [
      "one KMS key for several locations",
      {
        key: {
          secret: {
            locations: ["europe-west3"],
            kmsKeyName: "projects/p/locations/l/keyRings/r/cryptoKeys/k",
          },
        },
      },
      /^key\.secret\.kmsKeyName: is for automatic replication/,
    ],
    [
      "KMS keys that are not one for each location",
      {
        key: {
          secret: {
            locations: ["europe-west3"],
            kmsKeyNames: { "europe-west4": "projects/p/locations/l/keyRings/r/cryptoKeys/k" },
          },
        },
      },
      "key.secret.kmsKeyNames: lacks europe-west3 and names europe-west4, where the secret is not kept; give one key for each of europe-west3",
    ],
    [
      "KMS keys for no locations",
      { key: { secret: { kmsKeyNames: {} } } },
      /^key\.secret\.kmsKeyNames: is for given locations, but there are none/,
    ],
    [
      "an import of a child that there is not",
      { imports: { acount: "x" } },
      /^imports\["acount"\]: is not the name of a child; the names are account, state-dataset, bigquery-user, /,
    ],
    [
      "an argument that there is not",
      { projectId: "acme" },
      /^projectId: is not an argument; there are project, location, accountId, /,
    ],
  ];
  for (const [what, args, expected] of cases)
    it(`rejects ${what}`, () => {
      const found = problems({ ...good, ...args });
      expect(found).to.have.length(1);
      if (typeof expected === "string") expect(found[0]).to.equal(expected);
      else expect(found[0]).to.match(expected);
    });

  const accepted: readonly (readonly [string, object])[] = [
    ["the least there can be", {}],
    [
      "nulls where nothing is given",
      { sources: null, key: { secret: { locations: null } }, accountId: null },
    ],
    ["a project of the old kind", { project: "example.com:acme-analytics" }],
    ["a region", { location: "europe-west3" }],
    ["a table's name with blanks and dashes", { sources: [{ dataset: "crm", table: "New users – 2026" }] }],
    [
      "outputs, before they are known",
      { project: pulumi.output("NO"), stateDataset: { labels: pulumi.output({}) } },
    ],
    ["no locations in an empty list", { key: { secret: { locations: [] } } }],
    [
      "a federated reader",
      { key: { secret: { accessors: [{ member: "principal://iam.googleapis.com/a/b" }] } } },
    ],
  ];
  for (const [what, args] of accepted)
    it(`accepts ${what}`, () => {
      expect(problems({ ...good, ...args })).to.deep.equal([]);
    });

  for (const args of [undefined, null, "acme", 3, [], pulumi.output({})])
    it(`rejects ${pulumi.Output.isInstance(args) ? "an output" : JSON.stringify(args)} in place of the arguments`, () => {
      expect(problems(args)).to.have.length(1);
    });
});

describe("arguments together", () => {
  it("reports every bad one at once, relations among them", () => {
    const found = problems({
      location: "nowhere at all",
      profile: "wide",
      sources: [{ dataset: "a-b" }, { table: "t" }],
      stateDataset: { mode: "existing", protect: true },
      key: { secret: { accessors: [{ member: "allUsers" }] } },
    });
    expect(found.map((line) => line.slice(0, line.indexOf(":")))).to.deep.equal([
      "project",
      "location",
      "profile",
      "sources[0].dataset",
      "key.secret.accessors[0].member",
      "sources[1].dataset",
      "stateDataset.protect",
    ]);
  });

  it("asks for a name where an id is an output, and says which", () => {
    const later = pulumi.output("x");
    expect(problems({ ...good, sources: [{ project: later, dataset: later }] })).to.deep.equal([
      "sources[0].name: is missing; give one, because project and dataset are other resources' outputs and the grant's name is made of it",
    ]);
    expect(problems({ ...good, key: { secret: { accessors: [{ member: later }] } } })).to.deep.equal([
      "key.secret.accessors[0].name: is missing; give one, because member is another resource's output and the grant's name is made of it",
    ]);
  });

  it("rejects an output where a plain value decides which resources exist", () => {
    const later = pulumi.output("minimal");
    expect(problems({ ...good, profile: later, sources: pulumi.output([]) })).to.deep.equal([
      "profile: is another resource's output, but decides which resources exist; give a plain value, with outputs only inside it",
      "sources: is another resource's output, but decides which resources exist; give a plain value, with outputs only inside it",
    ]);
  });

  it("rejects two sources whose grants would have one name", () => {
    const sources = ["crm", "crm_eu"].map((dataset) => ({ dataset: pulumi.output(dataset), name: "crm" }));
    expect(problems({ ...good, sources })).to.deep.equal([
      'sources: has two entries whose grants would both be named "own-dataset-source-reader-crm"; give one of them another name',
    ]);
  });

  it("cuts long values short and does not run what a value can run", () => {
    const [found] = problems({ ...good, accountId: "x".repeat(500) });
    expect(found).to.have.length.below(260);
    const refuses = {
      toJSON: () => {
        throw new Error("ran");
      },
    };
    const cycle: Record<string, unknown> = {};
    cycle.labels = cycle;
    for (const accountId of [refuses, 10n, Symbol("s"), () => 1])
      expect(problems({ ...good, accountId })).to.have.length(1);
    expect(problems({ ...good, stateDataset: { labels: cycle } })).to.have.length(1);
  });
});
