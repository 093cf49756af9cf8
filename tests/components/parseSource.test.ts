import { expect } from "chai";
import { ModelOperation } from "../../components/index";
import { parseModels, parseSource } from "../../components/parseSource";

describe("sources as text", () => {
  const cases = [
    ["acme", { project: "acme", dataset: undefined, table: undefined }],
    ["acme.crm", { project: "acme", dataset: "crm", table: undefined }],
    ["acme.crm.users", { project: "acme", dataset: "crm", table: "users" }],
    ["example.com:acme", { project: "example.com:acme", dataset: undefined, table: undefined }],
    ["example.com:acme.crm.New users", { project: "example.com:acme", dataset: "crm", table: "New users" }],
  ] as const;
  for (const [text, source] of cases)
    it(`reads ${text}`, () => expect(parseSource(text)).to.deep.equal(source));

  for (const text of ["", ".", "acme.", ".crm", "acme..users", "acme.crm.users.id"])
    it(`rejects ${JSON.stringify(text)}`, () =>
      expect(() => parseSource(text)).to.throw(
        `The source ${JSON.stringify(text)} has another form than project, project.dataset or project.dataset.table`,
      ));
});

describe("models as text", () => {
  it("reads a dataset", () => {
    expect(parseModels({ dataset: "acme.ml", operations: [ModelOperation.Predict] })).to.deep.equal({
      project: "acme",
      dataset: "ml",
      operations: ["predict"],
    });
  });

  for (const dataset of ["acme", "acme.ml.model"])
    it(`rejects ${dataset}`, () =>
      expect(() => parseModels({ dataset, operations: [] })).to.throw(
        "has another form than project.dataset",
      ));
});
