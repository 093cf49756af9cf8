import { expect } from "chai";
import type { Declaration } from "../../../policy/access/declaration";
import { type Scope, where } from "../../../policy/iam/scope";
import { neededOn } from "../../../policy/access/needs";

const declared: Declaration = {
  products: ["linked-events"],
  project: "acme",
  profile: "documented",
  readApi: "REST",
  sources: [
    { project: "acme", dataset: "crm" },
    { project: "acme", dataset: "web", table: "visits" },
    { project: "lake" },
  ],
  models: [
    { project: "acme", dataset: "ml", operations: ["predict"] },
    { project: "acme", dataset: "empty", operations: [] },
  ],
  stateDataset: { project: "acme", dataset: "state" },
  segmentCreatesStateDataset: false,
  destinations: [],
  connections: [],
  exportBuckets: [],
  segmentCreatesDestinations: false,
};

const dataset = (project: string, name: string): Scope => ({ kind: "dataset", project, dataset: name });

const table = (name: string, tableId: string): Scope => ({
  kind: "table",
  project: "acme",
  dataset: name,
  table: tableId,
});

const run = "run queries";

const read = ["list the source's datasets and tables", "read the source"];

const state = ["find the state dataset", "keep the state between syncs"];

const places: readonly [scope: Scope, reasons: readonly string[]][] = [
  [{ kind: "organization", organization: "9" }, []],
  [{ kind: "folder", folder: "7" }, []],
  [{ kind: "project", project: "acme" }, [run]],
  [{ kind: "project", project: "lake" }, read],
  [{ kind: "project", project: "website" }, []],
  [dataset("acme", "state"), state],
  [dataset("lake", "state"), read],
  [dataset("website", "state"), []],
  [dataset("acme", "crm"), read],
  [dataset("website", "crm"), []],
  [table("crm", "users"), ["read the source"]],
  [{ kind: "routine", project: "acme", dataset: "crm", routine: "f" }, []],
  [dataset("acme", "web"), ["list the source's datasets and tables"]],
  [table("web", "visits"), ["read the source"]],
  [table("web", "carts"), []],
  [dataset("lake", "events"), read],
  [dataset("acme", "ml"), ["use BigQuery ML (ML.PREDICT)"]],
  [dataset("acme", "empty"), []],
  [dataset("website", "ml"), []],
  [table("ml", "model"), []],
  [dataset("acme", "hr"), []],
  [{ kind: "connection", project: "acme", connection: "c" }, []],
  [{ kind: "connection", project: "lake", connection: "c" }, []],
  [{ kind: "serviceAccount", project: "lake", email: "a@lake.iam.gserviceaccount.com" }, []],
  [{ kind: "other", type: "storage bucket", id: "assets", project: "lake" }, []],
];

describe("what Segment needs on a scope", () => {
  const reasons = (scope: Scope, of = declared) => [
    ...new Set(neededOn(of, scope).map(({ reason }) => reason)),
  ];
  for (const [scope, expected] of places)
    it(`is to ${expected.join(" and ") || "do nothing"} on ${JSON.stringify(scope)}`, () => {
      expect(reasons(scope)).to.deep.equal(expected);
    });

  it("is nothing of a source where nobody has declared any", () => {
    const undeclared = { ...declared, sources: undefined };
    expect(reasons(dataset("acme", "crm"), undeclared)).to.deep.equal([]);
    expect(reasons(dataset("acme", "state"), undeclared)).to.deep.equal(state);
  });

  it("puts no scope into words that a terminal would obey", () => {
    expect(where(dataset("acme", "\u001b[31mcrm"))).to.equal("dataset acme.\ufffd[31mcrm");
  });
});
