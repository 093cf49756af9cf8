import { expect } from "chai";
import { recommendRole, type Recommendation } from "../../../policy/access/recommendRole";
import type { Declaration } from "../../../policy/access/declaration";
import type { Scope } from "../../../policy/iam/scope";

const declared: Declaration = {
  products: ["linked-events"],
  project: "acme",
  profile: "documented",
  readApi: "STORAGE",
  sources: [{ project: "acme", dataset: "crm" }, { project: "lake" }],
  models: [{ project: "acme", dataset: "ml", operations: ["drop"] }],
  stateDataset: { project: "acme", dataset: "state" },
  segmentCreatesStateDataset: false,
  destinations: [],
  connections: [],
  exportBuckets: [],
  segmentCreatesDestinations: false,
};
const project: Scope = { kind: "project", project: "acme" };
const dataset = (id: string): Scope => ({ kind: "dataset", project: "acme", dataset: id });
const job = "bigquery.jobs.create";
const sessions = ["create", "getData", "update"].map((verb) => `bigquery.readsessions.${verb}`);
const predefined = (...roles: string[]): Recommendation => ({
  kind: "predefined",
  roles: roles.map((role) => `roles/bigquery.${role}`),
});

describe("the role to recommend", () => {
  const cases: [string, string[], Scope, Declaration["profile"], Recommendation][] = [
    ["a query", [job], project, "documented", predefined("jobUser")],
    ["a query, in profile minimal", [job], project, "minimal", predefined("jobUser")],
    ["read sessions", sessions, project, "documented", predefined("readSessionUser")],
    [
      "a query and read sessions: not Job User alone, which lacks three of the four",
      [job, ...sessions],
      project,
      "documented",
      predefined("jobUser", "readSessionUser"),
    ],
    ["making the state dataset", ["bigquery.datasets.create"], project, "documented", predefined("user")],
    ["a source", ["bigquery.tables.getData"], dataset("crm"), "documented", predefined("dataViewer")],
    [
      "a source, in profile minimal",
      ["bigquery.tables.getData"],
      dataset("crm"),
      "minimal",
      predefined("dataViewer"),
    ],
    [
      "a whole project as source",
      ["bigquery.tables.getData"],
      { kind: "project", project: "lake" },
      "documented",
      predefined("dataViewer"),
    ],
    [
      "a whole project as source in profile minimal, which accepts no predefined role there",
      ["bigquery.tables.list", "bigquery.tables.getData"],
      { kind: "project", project: "lake" },
      "minimal",
      { kind: "custom", permissions: ["bigquery.tables.getData", "bigquery.tables.list"] },
    ],
    [
      "listing the dataset of a source's table: not BigQuery User, most of which does nothing there",
      ["bigquery.datasets.get", "bigquery.tables.list"],
      dataset("web"),
      "documented",
      { kind: "custom", permissions: ["bigquery.datasets.get", "bigquery.tables.list"] },
    ],
    ["the state", ["bigquery.tables.create"], dataset("state"), "minimal", predefined("dataEditor")],
    [
      "a model, for which every predefined role holds too much",
      ["bigquery.models.delete"],
      dataset("ml"),
      "documented",
      { kind: "custom", permissions: ["bigquery.models.delete"] },
    ],
  ];
  for (const [what, permissions, scope, profile, wanted] of cases) {
    it(`fits ${what}`, () => {
      expect(recommendRole(permissions, scope, { ...declared, profile })).to.deep.equal(wanted);
    });
  }
});
