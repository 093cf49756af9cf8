import { expect } from "chai";
import type { Declaration } from "../../../policy/access/declaration";
import { browseScope, needs, sourceScope } from "../../../policy/access/needs";
import { scopeText } from "../../../policy/iam/scope";

const plain: Declaration = {
  products: ["linked-events"],
  project: "acme",
  profile: "minimal",
  readApi: "REST",
  models: [],
  stateDataset: { project: "acme", dataset: "state" },
  segmentCreatesStateDataset: false,
  destinations: [],
  connections: [],
  exportBuckets: [],
  segmentCreatesDestinations: false,
};

/** What must be held, a line for each permission. */
const lines = (changes: Partial<Declaration>) =>
  needs({ ...plain, ...changes }).map(
    ({ permission, scope, reason }) => `${permission} on ${scopeText(scope)} to ${reason}`,
  );

const always = [
  "bigquery.jobs.create on project acme to run queries",
  "bigquery.datasets.get on dataset acme.state to find the state dataset",
  "bigquery.tables.create on dataset acme.state to keep the state between syncs",
  "bigquery.tables.getData on dataset acme.state to keep the state between syncs",
  "bigquery.tables.update on dataset acme.state to keep the state between syncs",
  "bigquery.tables.updateData on dataset acme.state to keep the state between syncs",
  "bigquery.tables.get on dataset acme.state to keep the state between syncs",
  "bigquery.tables.list on dataset acme.state to keep the state between syncs",
];

const listed = (scope: string) => [
  `bigquery.datasets.get on ${scope} to list the source's datasets and tables`,
  `bigquery.tables.list on ${scope} to list the source's datasets and tables`,
];

const read = (scope: string) => [
  `bigquery.tables.get on ${scope} to read the source`,
  `bigquery.tables.getData on ${scope} to read the source`,
];

describe("what Segment must hold", () => {
  it("is to run queries and to keep its state", () => {
    expect(lines({})).to.deep.equal(always);
    expect(lines({ sources: [] })).to.deep.equal(always);
  });

  it("is to read through the Storage API where it does", () => {
    expect(lines({ readApi: "STORAGE" })).to.deep.equal([
      always[0],
      "bigquery.readsessions.create on project acme to read through the Storage API",
      "bigquery.readsessions.getData on project acme to read through the Storage API",
      "bigquery.readsessions.update on project acme to read through the Storage API",
      ...always.slice(1),
    ]);
  });

  it("is to make the state dataset, and nothing on it, where Segment makes it", () => {
    expect(lines({ segmentCreatesStateDataset: true })).to.deep.equal([
      always[0],
      "bigquery.datasets.create on project acme to make the state dataset",
    ]);
  });

  it("is to list and read each source, a table's dataset included", () => {
    expect(
      lines({
        sources: [
          { project: "all" },
          { project: "acme", dataset: "crm" },
          { project: "acme", dataset: "hr", table: "people" },
        ],
      }),
    ).to.deep.equal([
      ...always,
      ...listed("project all"),
      ...listed("dataset acme.crm"),
      ...listed("dataset acme.hr"),
      ...read("project all"),
      ...read("dataset acme.crm"),
      ...read("table acme.hr.people"),
    ]);
  });

  it("is said once, for the first reason", () => {
    expect(lines({ sources: [{ project: "acme", dataset: "state" }] })).to.deep.equal(always);
    expect(
      lines({
        sources: [
          { project: "acme", dataset: "crm", table: "a" },
          { project: "acme", dataset: "crm", table: "b" },
        ],
      }),
    ).to.deep.equal([
      ...always,
      ...listed("dataset acme.crm"),
      ...read("table acme.crm.a"),
      ...read("table acme.crm.b"),
    ]);
  });

  it("is to use models in the way declared", () => {
    const models = [{ project: "lab", dataset: "ml", operations: ["predict", "drop"] as const }];
    expect(lines({ models })).to.deep.equal([
      ...always,
      "bigquery.models.getData on dataset lab.ml to use BigQuery ML (ML.PREDICT)",
      "bigquery.models.delete on dataset lab.ml to use BigQuery ML (DROP MODEL)",
    ]);
  });
});

describe("what a product must hold", () => {
  const crm = [{ project: "acme", dataset: "crm" }];
  const made = [{ project: "acme", dataset: "segment_web" }];
  const writes = (scope: string) =>
    [
      "datasets.get",
      "tables.create",
      "tables.delete",
      "tables.get",
      "tables.getData",
      "tables.list",
      "tables.update",
      "tables.updateData",
    ].map((one) => `bigquery.${one} on ${scope} to load the destination`);

  it("for Reverse ETL is to query each source, and to list nothing", () => {
    expect(lines({ products: ["reverse-etl"], sources: crm })).to.deep.equal([
      ...always,
      "bigquery.tables.getData on dataset acme.crm to query the source",
    ]);
  });

  it("for a product that writes is to make its datasets, and nothing of sources, state and models", () => {
    for (const product of ["profiles-sync", "warehouse"] as const)
      expect(
        lines({
          products: [product],
          segmentCreatesDestinations: true,
          sources: crm,
          readApi: "STORAGE",
          models: [{ project: "lab", dataset: "ml", operations: ["predict"] }],
        }),
      ).to.deep.equal([
        "bigquery.jobs.create on project acme to load and merge its tables",
        "bigquery.datasets.create on project acme to make its datasets",
      ]);
  });

  it("for a product that writes into datasets made beforehand is to load these, and to make none", () => {
    expect(lines({ products: ["warehouse"], destinations: made })).to.deep.equal([
      "bigquery.jobs.create on project acme to load and merge its tables",
      ...writes("dataset acme.segment_web"),
    ]);
  });

  it("for SQL Traits is nothing", () => {
    expect(lines({ products: ["sql-traits"], sources: crm, destinations: made })).to.deep.equal([]);
  });

  it("for two products is the union", () => {
    expect(
      lines({ products: ["reverse-etl", "profiles-sync"], sources: crm, destinations: made }).sort(),
    ).to.deep.equal(
      [
        ...always,
        "bigquery.tables.getData on dataset acme.crm to query the source",
        ...writes("dataset acme.segment_web"),
      ].sort(),
    );
    expect(lines({ products: ["reverse-etl", "linked-events"], sources: crm })).to.deep.equal(
      lines({ products: ["linked-events"], sources: crm }),
    );
  });
});

describe("the scope of a source", () => {
  const table = { project: "acme", dataset: "crm", table: "users" };
  const dataset = { project: "acme", dataset: "crm" };
  const project = { project: "acme" };

  it("is what it names", () => {
    expect([table, dataset, project].map(sourceScope)).to.deep.equal([
      { kind: "table", ...table },
      { kind: "dataset", ...dataset },
      { kind: "project", ...project },
    ]);
  });

  it("to browse is never a table", () => {
    expect([table, dataset, project].map(browseScope)).to.deep.equal([
      { kind: "dataset", ...dataset },
      { kind: "dataset", ...dataset },
      { kind: "project", ...project },
    ]);
  });
});
