import { expect } from "chai";
import { packConfig } from "../../../policy/access/config";
import { datasetFrom, declarationOf, sourceFrom } from "../../../policy/access/readDeclaration";
import { type Plain, type PlainObject, toPlain, UNKNOWN } from "../../../policy/stack/plain";

const home = { identity: "segment@home.iam.gserviceaccount.com", home: "home" };

const declared = (component: PlainObject, config: object = {}) =>
  declarationOf(component, packConfig(toPlain(config)), home);

const nothing = {
  products: ["linked-events"],
  project: "home",
  profile: "documented",
  readApi: "REST",
  sources: undefined,
  models: [],
  stateDataset: { project: "home", dataset: "__segment_reverse_etl" },
  segmentCreatesStateDataset: false,
  destinations: [],
  connections: [],
  exportBuckets: [],
  segmentCreatesDestinations: false,
};

describe("what is declared", () => {
  it("is what Segment's page says where nobody says anything", () => {
    expect(declarationOf(undefined, packConfig({}), home)).to.deep.equal(nothing);
  });

  it("is what the component registers", () => {
    const component = {
      project: "acme",
      profile: "minimal",
      readApi: "STORAGE",
      sources: [{ dataset: "crm" }, { project: "other" }, { project: "other", dataset: "d", table: "t" }],
      models: [
        { dataset: "ml", operations: ["predict", "no-such", 7] },
        { project: "other", dataset: "ml" },
        { operations: [] },
        "x",
      ],
      stateDataset: { project: "states", dataset: "state" },
      segmentCreatesStateDataset: true,
    };
    const found = declared(component as unknown as PlainObject);
    expect(found.sources).to.deep.equal([
      { project: "acme", dataset: "crm", table: undefined },
      { project: "other", dataset: undefined, table: undefined },
      { project: "other", dataset: "d", table: "t" },
    ]);
    expect(found.models.map(({ project, dataset }) => `${project}.${dataset}`)).to.deep.equal([
      "acme.ml",
      "other.ml",
    ]);
    expect(
      found.models.every(({ operations }) => !(operations as readonly string[]).includes("no-such")),
    ).to.equal(true);
    expect(found.models.map(({ operations }) => operations)).to.deep.equal([["predict"], []]);
    expect(found.stateDataset).to.deep.equal({ project: "states", dataset: "state" });
    expect([found.project, found.profile, found.readApi, found.segmentCreatesStateDataset]).to.deep.equal([
      "acme",
      "minimal",
      "STORAGE",
      true,
    ]);
  });

  it("is the page's where the component's words are none that it may say", () => {
    const words: readonly Plain[] = ["MINIMAL", "", null, UNKNOWN, ["minimal"]];
    for (const word of words) {
      expect(declared({ profile: word, readApi: word })).to.deep.equal(nothing);
    }
    expect(declared({ profile: "documented", readApi: "REST" })).to.deep.equal(nothing);
    expect(declared({ models: "ml", stateDataset: "state" })).to.deep.equal(nothing);
  });

  it("leaves the sources open where a part of them is not known or not readable", () => {
    for (const sources of [[{ dataset: "crm" }, { dataset: UNKNOWN }], [UNKNOWN], ["crm"], UNKNOWN, "crm"])
      expect(declared({ sources: sources as Plain }).sources).to.equal(undefined);
    expect(declared({ sources: [] }).sources).to.deep.equal([]);
  });

  it("is what the organization configures, whatever the component registers", () => {
    const component = {
      profile: "minimal",
      readApi: "STORAGE",
      sources: [{ dataset: "crm" }],
      models: [{ dataset: "ml" }],
      stateDataset: { dataset: "state" },
      segmentCreatesStateDataset: true,
    };
    const config = {
      profile: "documented",
      readApi: "REST",
      sources: ["acme.hr", "", "a.b.c.d"],
      models: [{ dataset: "other.ml", operations: [] }, { dataset: "ml" }],
      stateDataset: "states.mine",
      segmentCreatesStateDataset: false,
    };
    expect(declared(component, config)).to.deep.equal({
      ...nothing,
      sources: [{ project: "acme", dataset: "hr", table: undefined }],
      models: [
        { project: "other", dataset: "ml", operations: [] },
        { project: "home", dataset: "ml", operations: [] },
      ],
      stateDataset: { project: "states", dataset: "mine" },
    });
  });

  it("reads projects, datasets and tables, domain-scoped projects too", () => {
    expect(sourceFrom("acme")).to.deep.equal({ project: "acme", dataset: undefined, table: undefined });
    expect(sourceFrom("example.com:acme.crm.users")).to.deep.equal({
      project: "example.com:acme",
      dataset: "crm",
      table: "users",
    });
    for (const wrong of ["", ".crm", "acme.", "acme.crm.", "acme.crm.users.x", "example.com:"])
      expect(sourceFrom(wrong), wrong).to.equal(undefined);
    expect(datasetFrom("crm", "home")).to.deep.equal({ project: "home", dataset: "crm" });
    expect(datasetFrom("a.b.c.d", "home")).to.deep.equal({ project: "home", dataset: "a.b.c.d" });
    expect(datasetFrom("acme.crm", "home")).to.deep.equal({ project: "acme", dataset: "crm" });
  });

  it("takes products, destinations, connections and buckets from the component, known parts of them alone", () => {
    expect(
      declared({
        products: ["warehouse", "reverse-etl", "mystery"],
        destinations: [{ dataset: "web" }, { project: "data", dataset: "app" }, { dataset: UNKNOWN }],
        connections: [{ location: "EU", connection: "vertex" }, { connection: "lost" }],
        exportBuckets: ["acme-models", UNKNOWN],
      }),
    ).to.deep.include({
      products: ["warehouse", "reverse-etl"],
      destinations: [
        { project: "home", dataset: "web" },
        { project: "data", dataset: "app" },
      ],
      connections: [{ project: "home", location: "eu", connection: "vertex" }],
      exportBuckets: ["acme-models"],
      segmentCreatesDestinations: false,
    });
  });

  it("leaves out what the component cannot mean", () => {
    expect(declared({ products: ["mystery"] }).products).to.deep.equal(["linked-events"]);
    expect(
      declared({
        destinations: ["web", null],
        connections: [
          "vertex",
          { location: "EU" },
          { project: "data", location: "EU", connection: "vertex" },
        ],
        models: [null, "ml"],
      }),
    ).to.deep.include({
      destinations: [],
      connections: [{ project: "data", location: "eu", connection: "vertex" }],
      models: [],
    });
  });

  it("takes Segment to make its datasets where a product writes and no destination is declared", () => {
    const makes = (outputs: PlainObject, config: object = {}) =>
      declared(outputs, config).segmentCreatesDestinations;
    expect(makes({ products: ["warehouse"] })).to.equal(true);
    expect(makes({ products: ["warehouse"], segmentCreatesDestinations: false })).to.equal(false);
    expect(makes({ products: ["warehouse"] }, { destinations: ["web"] })).to.equal(false);
    expect(
      makes({ products: ["warehouse"] }, { destinations: ["web"], segmentCreatesDestinations: true }),
    ).to.equal(true);
    expect(makes({ products: ["reverse-etl"] })).to.equal(false);
  });

  it("takes them from the config where it says them", () => {
    const component = { products: ["warehouse"], destinations: [{ dataset: "web" }] };
    const config = {
      products: ["profiles-sync"],
      destinations: ["app", "data.app"],
      connections: ["EU.vertex", "data.us.vertex", "vertex"],
      exportBuckets: ["acme-models"],
    };
    expect(declared(component, config)).to.deep.include({
      products: ["profiles-sync"],
      destinations: [
        { project: "home", dataset: "app" },
        { project: "data", dataset: "app" },
      ],
      connections: [
        { project: "home", location: "eu", connection: "vertex" },
        { project: "data", location: "us", connection: "vertex" },
      ],
      exportBuckets: ["acme-models"],
    });
  });
});
