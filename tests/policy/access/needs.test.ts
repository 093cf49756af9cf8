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
  "bigquery.tables.get on dataset acme.state to keep the state between syncs",
  "bigquery.tables.getData on dataset acme.state to keep the state between syncs",
  "bigquery.tables.list on dataset acme.state to keep the state between syncs",
  "bigquery.tables.update on dataset acme.state to keep the state between syncs",
  "bigquery.tables.updateData on dataset acme.state to keep the state between syncs",
];

const source = (browsed: string, read = browsed) => [
  `bigquery.datasets.get on ${browsed} to list the source's datasets and tables`,
  `bigquery.tables.list on ${browsed} to list the source's datasets and tables`,
  `bigquery.tables.get on ${read} to read the source`,
  `bigquery.tables.getData on ${read} to read the source`,
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
      ...source("project all"),
      ...source("dataset acme.crm"),
      ...source("dataset acme.hr", "table acme.hr.people"),
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
      ...source("dataset acme.crm", "table acme.crm.a"),
      "bigquery.tables.get on table acme.crm.b to read the source",
      "bigquery.tables.getData on table acme.crm.b to read the source",
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
