import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { checkArgs } from "../../../components/validate/validate";

const good = { project: "acme-analytics", location: "EU" };
const warehouse = { ...good, products: ["warehouse"] };

/** `property: reason`, one line a problem. */
function problems(args: object): string[] {
  return checkArgs(args).problems.map(({ property, reason }) => `${property}: ${reason}`);
}

const predict = { dataset: "ml", operations: ["predict"] };

describe("products", () => {
  const accepted: readonly (readonly [string, object])[] = [
    ["each that reads", { ...good, products: ["reverse-etl", "linked-events", "data-graph"] }],
    ["each that writes", { ...good, products: ["profiles-sync", "warehouse"] }],
    ["SQL Traits alone", { ...good, products: ["sql-traits"] }],
    ["one twice", { ...good, products: ["warehouse", "warehouse"] }],
    [
      "sources and destinations where one reads and one writes",
      {
        ...good,
        products: ["reverse-etl", "warehouse"],
        sources: [{ dataset: "crm" }],
        destinations: [{ dataset: "events" }],
      },
    ],
    [
      "a source that is a destination too",
      {
        ...good,
        products: ["data-graph", "profiles-sync"],
        sources: [{ dataset: "profiles" }],
        destinations: [{ dataset: "profiles" }],
      },
    ],
    ["nothing where nothing is given", { ...warehouse, sources: [], models: [], stateDataset: {} }],
    [
      "the name of the state dataset where no product keeps state",
      {
        ...warehouse,
        destinations: [{ dataset: "__segment_reverse_etl" }],
      },
    ],
    [
      "an existing destination that is an output, with a name",
      {
        ...warehouse,
        destinations: [{ dataset: pulumi.output("events"), mode: "existing", name: "events" }],
      },
    ],
    ["the REST API, which is nothing more", { ...warehouse, readApi: "REST" }],
  ];
  for (const [what, args] of accepted) it(`accepts ${what}`, () => expect(problems(args)).to.deep.equal([]));

  it("rejects one that there is not", () => {
    expect(
      problems({ ...good, products: ["warehous"], destinations: [{ dataset: "events" }] }),
    ).to.deep.equal([
      'products[0]: is "warehous"; give one of reverse-etl, linked-events, data-graph, profiles-sync, warehouse, sql-traits',
    ]);
  });

  it("rejects none in a list", () => {
    expect(problems({ ...good, products: [] })).to.deep.equal([
      "products: is empty; give at least one, or leave it out",
    ]);
  });

  it("rejects what only products that read use, all at once, and names those products", () => {
    const reason =
      'has no effect, because products is ["warehouse"]; leave it out, or add a product that reads: reverse-etl, linked-events, data-graph';
    expect(
      problems({
        ...warehouse,
        sources: [{ dataset: "crm" }],
        models: [{ ...predict, operations: ["export"] }],
        connections: [{ connection: "vertex" }],
        exportBuckets: [{ bucket: "exports" }],
        stateDataset: { mode: "existing" },
        readApi: "STORAGE",
      }),
    ).to.deep.equal(
      ["sources", "models", "connections", "exportBuckets", "stateDataset", "readApi"].map(
        (name) => `${name}: ${reason}`,
      ),
    );
  });

  it("rejects what only products that write use", () => {
    const reason =
      'has no effect, because products is ["linked-events"]; leave it out, or add a product that writes: profiles-sync, warehouse';
    expect(
      problems({ ...good, destinations: [{ dataset: "events" }], segmentCreatesDestinations: true }),
    ).to.deep.equal([`destinations: ${reason}`, `segmentCreatesDestinations: ${reason}`]);
  });

  it("rejects sources of SQL Traits, which reads the whole project", () => {
    expect(problems({ ...good, products: ["sql-traits"], sources: [{ dataset: "crm" }] })).to.have.length(1);
  });

  it("rejects SQL Traits next to another product, and in profile minimal", () => {
    expect(problems({ ...good, products: ["sql-traits", "warehouse"], profile: "minimal" })).to.deep.equal([
      'products: is ["sql-traits","warehouse"], but with any role besides its page\'s, sql-traits may not connect; give it a SegmentBigQuery of its own',
      'profile: is "minimal", but sql-traits may not connect without the roles of its page; give "documented", or leave it out',
    ]);
  });
});

describe("destinations", () => {
  const cases: readonly (readonly [string, object, readonly string[]])[] = [
    [
      "none where Segment is not to create any",
      { segmentCreatesDestinations: false },
      [
        "destinations: is empty and segmentCreatesDestinations is false, so Segment could write nowhere; give the datasets that it writes, or leave segmentCreatesDestinations out",
      ],
    ],
    [
      "one to create whose id is an output",
      { destinations: [{ dataset: pulumi.output("events"), name: "events" }] },
      [
        'destinations[0].dataset: is another resource\'s output, but the dataset is created here, under a name that follows from its id; give a plain id, or set mode to "existing" where another resource creates it',
      ],
    ],
    [
      "an existing one that is an output without a name",
      { destinations: [{ dataset: pulumi.output("events"), mode: "existing" }] },
      [
        "destinations[0].name: is missing; give one, because dataset is another resource's output and the grant's name is made of it",
      ],
    ],
    [
      "settings of one that is not created here",
      { destinations: [{ dataset: "events", mode: "existing", labels: {}, protect: false }] },
      ["labels", "protect"].map(
        (part) =>
          `destinations[0].${part}: has no effect, because mode is "existing"; leave it out, or set mode to "created"`,
      ),
    ],
    [
      "one twice",
      { destinations: [{ dataset: "events" }, { dataset: "events", mode: "existing" }] },
      ['destinations[1].dataset: is "events", which is a destination already; leave one of the two out'],
    ],
    [
      "the state dataset",
      { products: ["warehouse", "reverse-etl"], destinations: [{ dataset: "__segment_reverse_etl" }] },
      [
        'destinations[0].dataset: is "__segment_reverse_etl", the dataset for the state of syncs; give another, or another stateDataset.datasetId',
      ],
    ],
    [
      "one without its dataset",
      { destinations: [{}] },
      [
        "destinations[0].dataset: is missing; give a dataset's id without its project: letters, digits and underscores",
      ],
    ],
    [
      "one with its project",
      { destinations: [{ dataset: "acme.events" }] },
      [
        'destinations[0].dataset: is "acme.events"; give a dataset\'s id without its project: letters, digits and underscores',
      ],
    ],
  ];
  for (const [what, args, expected] of cases)
    it(`rejects ${what}`, () => expect(problems({ ...warehouse, ...args })).to.deep.equal(expected));
});

describe("what models need", () => {
  for (const operation of ["create", "replace"])
    it(`rejects ${operation} without the data that a model is trained on`, () => {
      const models = [predict, { dataset: "ml2", operations: ["get", operation] }];
      expect(problems({ ...good, models })).to.deep.equal([
        "models[1].operations: holds create or replace, which read the data that a model is trained on, but there are no sources; give that data in sources",
      ]);
      expect(problems({ ...good, models, sources: [{ dataset: "crm" }] })).to.deep.equal([]);
    });

  it("rejects connections without models, and buckets without models that are exported", () => {
    expect(problems({ ...good, connections: [{ connection: "vertex" }] })).to.deep.equal([
      "connections: has no effect, because there are no models to use them; leave it out, or give models",
    ]);
    expect(problems({ ...good, models: [predict], exportBuckets: [{ bucket: "exports" }] })).to.deep.equal([
      "exportBuckets: has no effect, because no models are exported; leave it out, or add export to the operations of models",
    ]);
  });

  it("rejects names of another form", () => {
    const models = [{ ...predict, operations: ["export"] }];
    const connections = [{ connection: "projects/p/locations/eu/connections/c" }];
    const exportBuckets = [{ bucket: "gs://exports/models" }];
    expect(problems({ ...good, models, connections, exportBuckets })).to.deep.equal([
      'connections[0].connection: is "projects/p/locations/eu/connections/c"; give a connection\'s id without its project and location: letters, digits, hyphens and underscores',
      'exportBuckets[0].bucket: is "gs://exports/models"; give a bucket\'s name without gs:// and folders: lower-case letters, digits, hyphens, underscores and dots',
    ]);
  });

  it("asks for a name where an id is an output, the component's location among them", () => {
    const models = [{ ...predict, operations: ["export"] }];
    const args = { ...good, location: pulumi.output("EU"), models };
    expect(problems({ ...args, connections: [{ connection: "vertex" }] })).to.deep.equal([
      "connections[0].name: is missing; give one, because location is another resource's output and the grant's name is made of it",
    ]);
    expect(problems({ ...args, connections: [{ connection: "vertex", location: "eu" }] })).to.deep.equal([]);
    expect(problems({ ...args, exportBuckets: [{ bucket: pulumi.output("exports") }] })).to.deep.equal([
      "exportBuckets[0].name: is missing; give one, because bucket is another resource's output and the grant's name is made of it",
    ]);
  });
});
