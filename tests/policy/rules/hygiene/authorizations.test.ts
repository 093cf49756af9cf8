import { expect } from "chai";
import { scopeText } from "../../../../policy/iam/scope";
import { authorizations } from "../../../../policy/rules/hygiene/authorizations";
import { type TestResource, unknown } from "../../support";
import { assessmentOf, dataset, datasetAccess, datasetEntry, routineEntry, viewEntry } from "./assessed";

const found = (...resources: TestResource[]) =>
  authorizations(assessmentOf(resources).stack).map(
    ({ name, on, what, object }) => `${name}: ${what} ${scopeText(object)} on ${scopeText(on)}`,
  );

const raw = (accesses: unknown) => dataset("raw", { accesses });

const leave = (props: Readonly<Record<string, unknown>>) => datasetAccess("leave", "raw", props);

describe("authorizations", () => {
  const { view } = viewEntry("crm");
  const { routine } = routineEntry("crm");
  const { dataset: whole } = datasetEntry("crm");

  it("finds views, routines and datasets, in the order of the list", () => {
    const reader = { role: "READER", userByEmail: "bob@acme.com" };
    expect(found(raw([{ dataset: whole }, reader, { view }, { routine }]))).to.deep.equal([
      "raw: dataset dataset acme.crm on dataset acme.raw",
      "raw: view table acme.crm.users_v on dataset acme.raw",
      "raw: routine routine acme.crm.f on dataset acme.raw",
    ]);
  });

  it("finds them in a DatasetAccess, on a dataset of another project too", () => {
    expect(
      found(leave({ authorizedDataset: whole }), datasetAccess("other", "raw", { view, project: "data" })),
    ).to.deep.equal([
      "leave: dataset dataset acme.crm on dataset acme.raw",
      "other: view table acme.crm.users_v on dataset data.raw",
    ]);
  });

  it("finds them beside blocks that an output holds with nothing in them", () => {
    const empty = { view: { projectId: "", datasetId: "", tableId: "" }, routine: {}, dataset: null };
    expect(found(leave({ ...empty, authorizedDataset: whole }))).to.deep.equal([
      "leave: dataset dataset acme.crm on dataset acme.raw",
    ]);
    expect(found(raw([{ ...empty, routine }]))).to.deep.equal([
      "raw: routine routine acme.crm.f on dataset acme.raw",
    ]);
  });

  const blocks = { view, routine, dataset: whole };
  for (const [kind, block] of Object.entries(blocks)) {
    const inner: Readonly<Record<string, unknown>> = "dataset" in block ? block.dataset : block;
    for (const property of Object.keys(inner)) {
      for (const value of [unknown, undefined, ""]) {
        it(`cannot tell a ${kind} whose ${property} is ${JSON.stringify(value)}`, () => {
          const broken = { ...inner, [property]: value };
          expect(found(raw([{ [kind]: kind === "dataset" ? { dataset: broken } : broken }]))).to.deep.equal(
            [],
          );
        });
      }
    }
  }

  it("accepts lists and entries of another kind", () => {
    for (const accesses of [
      null,
      "view",
      unknown,
      [null, 5, "view", unknown],
      [{ view: [] }, { dataset: 5 }],
      [{ dataset: { dataset: 5 } }],
    ])
      expect(found(raw(accesses)), JSON.stringify(accesses)).to.deep.equal([]);
  });
});
