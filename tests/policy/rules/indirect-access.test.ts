import { expect } from "chai";
import { documentedStack, make, type TestResource, unknown } from "../support";
import { said } from "./keySupport";

const rules = ["indirect-access"];

/** Leave on a dataset of project acme. */
function access(name: string, datasetId: string, props: Readonly<Record<string, unknown>>): TestResource {
  return {
    type: "gcp:bigquery/datasetAccess:DatasetAccess",
    name,
    props: { project: "acme", datasetId, ...props },
  };
}

const view = (datasetId: string, tableId = "users_v") => ({
  view: { projectId: "acme", datasetId, tableId },
});

const dataset = (datasetId: string) => ({
  dataset: { dataset: { projectId: "acme", datasetId }, targetTypes: ["VIEWS"] },
});

describe("rule indirect-access", () => {
  it("advises of a dataset that Segment reads through an authorized view", () => {
    expect(said(rules, [...documentedStack(), access("users", "raw", view("crm"))])).to.deep.equal([
      "advisory: Segment reads dataset acme.raw through the authorized view acme.crm.users_v. It holds no grant on that dataset, so no declaration says that it may read there. Fix: check that this shows no more than Segment needs, or remove the authorization. [indirect-access]",
    ]);
  });

  it("finds views, routines and datasets in a dataset's access list", () => {
    const raw = (entry: object) => ({
      type: "gcp:bigquery/dataset:Dataset",
      name: "raw",
      props: { project: "acme", datasetId: "raw", accesses: [entry] },
    });
    const routine = { routine: { projectId: "acme", datasetId: "crm", routineId: "users" } };
    expect(said(rules, [...documentedStack(), raw(view("crm"))])).to.have.length(1);
    const [byRoutine = ""] = said(rules, [...documentedStack(), raw(routine)]);
    expect(byRoutine).to.contain(
      "Segment reads dataset acme.raw through the authorized routine acme.crm.users",
    );
    const [byDataset = ""] = said(rules, [...documentedStack(), raw(dataset("crm"))]);
    expect(byDataset).to.contain("through the authorized dataset acme.crm.");
  });

  it("says so where Segment can make views of its own in the authorized dataset", () => {
    const authorizedDataset = dataset("__segment_reverse_etl").dataset;
    const [found = ""] = said(rules, [...documentedStack(), access("state", "raw", { authorizedDataset })]);
    expect(found).to.contain(
      "It can create views of its own there, so it reads all of the dataset without a grant on it",
    );
  });

  it("follows views of views, and ends where they go in a circle", () => {
    const chain = [
      access("first", "staging", view("crm")),
      access("second", "raw", view("staging", "users_s")),
      access("back", "crm", view("raw", "users_r")),
      access("round", "staging", view("raw", "users_q")),
    ];
    const found = said(rules, [...documentedStack(), ...chain]);
    expect(found).to.have.length(2);
    expect(found[0]).to.contain(
      "reads dataset acme.raw through the authorized view acme.crm.users_v and the authorized view acme.staging.users_s",
    );
    expect(found[1]).to.contain(
      "Segment reads dataset acme.staging through the authorized view acme.crm.users_v",
    );
  });

  it("names three steps of a long way and counts the rest", () => {
    const chain = ["crm", "a", "b", "c", "d", "e"].map((from, at, all) =>
      access(`step-${at}`, all[at + 1] ?? "raw", view(from)),
    );
    const [found = ""] = said(rules, [...documentedStack(), ...chain]).filter((text) =>
      text.includes("acme.raw"),
    );
    expect(found).to.contain(
      "Segment reads dataset acme.raw through the authorized view acme.crm.users_v, the authorized view acme.a.users_v, the authorized view acme.b.users_v and 3 more",
    );
  });

  it("finds a view on which alone Segment may read", () => {
    const stack = [make.account(), make.tableMember("one", "crm", "users_v", "roles/bigquery.dataViewer")];
    expect(said(rules, [...stack, access("users", "raw", view("crm"))])).to.have.length(1);
    expect(said(rules, [...stack, access("users", "raw", view("crm", "orders_v"))])).to.deep.equal([]);
  });

  it("accepts views that Segment does not read, and datasets that it is granted to read", () => {
    const others = access("users", "raw", view("hr"));
    const granted = make.datasetMember("read-raw", "raw", "roles/bigquery.dataViewer");
    expect(said(rules, [...documentedStack(), others])).to.deep.equal([]);
    expect(said(rules, [...documentedStack(), granted, access("users", "raw", view("crm"))])).to.deep.equal(
      [],
    );
  });

  it("accepts a dataset that authorizes itself, and the same view in another project", () => {
    expect(said(rules, [...documentedStack(), access("own", "crm", dataset("crm"))])).to.deep.equal([]);
    const elsewhere = { view: { projectId: "other", datasetId: "crm", tableId: "users_v" } };
    expect(said(rules, [...documentedStack(), access("users", "raw", elsewhere)])).to.deep.equal([]);
  });

  for (const broken of [
    null,
    unknown,
    "acme.crm.users_v",
    [],
    {},
    { datasetId: unknown, projectId: "acme", tableId: "t" },
  ]) {
    it(`says nothing of a view that is ${JSON.stringify(broken)}`, () => {
      expect(said(rules, [...documentedStack(), access("users", "raw", { view: broken })])).to.deep.equal([]);
    });
  }

  it("is silent without Segment", () => {
    expect(said(rules, [access("users", "raw", view("crm"))])).to.deep.equal([]);
  });
});
