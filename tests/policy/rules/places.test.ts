import { expect } from "chai";
import type { Declaration } from "../../../policy/access/declaration";
import { type Scope, where } from "../../../policy/iam/scope";
import { type Place, placeOf } from "../../../policy/rules/text";

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
};

const dataset = (project: string, name: string): Scope => ({ kind: "dataset", project, dataset: name });

const table = (name: string, tableId: string): Scope => ({
  kind: "table",
  project: "acme",
  dataset: name,
  table: tableId,
});

const places: readonly [scope: Scope, place: Place][] = [
  [{ kind: "organization", organization: "9" }, "above"],
  [{ kind: "folder", folder: "7" }, "above"],
  [{ kind: "project", project: "acme" }, "project"],
  [{ kind: "project", project: "lake" }, "source"],
  [{ kind: "project", project: "website" }, "elsewhere"],
  [dataset("acme", "state"), "state"],
  [dataset("lake", "state"), "source"],
  [dataset("website", "state"), "elsewhere"],
  [dataset("acme", "crm"), "source"],
  [dataset("website", "crm"), "elsewhere"],
  [table("crm", "users"), "source"],
  [{ kind: "routine", project: "acme", dataset: "crm", routine: "f" }, "source"],
  [dataset("acme", "web"), "source"],
  [table("web", "visits"), "source"],
  [table("web", "carts"), "elsewhere"],
  [dataset("lake", "events"), "source"],
  [dataset("acme", "ml"), "models"],
  [dataset("acme", "empty"), "models"],
  [dataset("website", "ml"), "elsewhere"],
  [table("ml", "model"), "elsewhere"],
  [dataset("acme", "hr"), "elsewhere"],
  [{ kind: "connection", project: "acme", connection: "c" }, "elsewhere"],
  [{ kind: "connection", project: "lake", connection: "c" }, "elsewhere"],
  [{ kind: "serviceAccount", project: "lake", email: "a@lake.iam.gserviceaccount.com" }, "outside"],
  [{ kind: "other", type: "storage bucket", id: "assets", project: "lake" }, "outside"],
];

describe("what Segment does at a scope", () => {
  for (const [scope, place] of places)
    it(`is ${place} on ${JSON.stringify(scope)}`, () => {
      expect(placeOf(declared, scope)).to.equal(place);
    });

  it("is no source where nobody has declared any", () => {
    const undeclared = { ...declared, sources: undefined };
    expect(placeOf(undeclared, dataset("acme", "crm"))).to.equal("elsewhere");
    expect(placeOf(undeclared, dataset("acme", "state"))).to.equal("state");
  });

  it("puts no scope into words that a terminal would obey", () => {
    expect(where(dataset("acme", "\u001b[31mcrm"))).to.equal("dataset acme.\ufffd[31mcrm");
  });
});
