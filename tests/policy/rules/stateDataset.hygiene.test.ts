import { expect } from "chai";
import { stateProblems } from "../../../policy/rules/state-dataset";
import { make, type TestResource, unknown } from "../support";
import { assessmentOf, dataset } from "./hygiene/assessed";
import { component } from "./keySupport";

const wrong = "segment_reverse_etl";

/** Each problem as its kind, what it is about and the resource to look at. */
const found = (resources: readonly TestResource[], config: Readonly<Record<string, unknown>> = {}) =>
  stateProblems(assessmentOf(resources, config)).map(
    ({ kind, dataset: { project, dataset: id }, urn = "none" }) =>
      [kind, `${project}.${id}`, urn.slice(urn.lastIndexOf(":") + 1)].join(" "),
  );

const state = (props: Readonly<Record<string, unknown>>, more: Partial<TestResource> = {}) =>
  dataset("__segment_reverse_etl", props, { name: "state", ...more });

describe("stateProblems", () => {
  for (const [value, expires] of [
    [3600000, true],
    ["3600000", true],
    [1, true],
    [0, false],
    ["0", false],
    [-1, false],
    ["", false],
    ["never", false],
    [null, false],
    [unknown, false],
  ] as const) {
    it(`${expires ? "rejects" : "accepts"} an expiration of ${JSON.stringify(value)}`, () => {
      expect(found([make.account(), state({ defaultTableExpirationMs: value })])).to.deep.equal(
        expires ? ["expiration acme.__segment_reverse_etl state"] : [],
      );
    });
  }

  it("rejects deletion with all tables, unless the dataset is kept in another way", () => {
    const unprotected = ["unprotected acme.__segment_reverse_etl state"];
    const deleted = { deleteContentsOnDestroy: true };
    expect(found([make.account(), state(deleted)])).to.deep.equal(unprotected);
    expect(found([make.account(), state({ ...deleted, deletionPolicy: "DELETE" })])).to.deep.equal(
      unprotected,
    );
    expect(found([make.account(), state({ ...deleted, deletionPolicy: "" })])).to.deep.equal(unprotected);
    for (const deletionPolicy of ["PREVENT", "ABANDON"])
      expect(found([make.account(), state({ ...deleted, deletionPolicy })]), deletionPolicy).to.deep.equal(
        [],
      );
    expect(found([make.account(), state(deleted, { protect: true })])).to.deep.equal([]);
    for (const deleteContentsOnDestroy of [false, unknown, "true", null])
      expect(found([make.account(), state({ deleteContentsOnDestroy })])).to.deep.equal([]);
  });

  describe("a misspelled dataset", () => {
    it("is told once, by the dataset where the stack makes it, else by the first grant, else by the account", () => {
      const grants = [
        make.datasetMember("a", wrong, "roles/bigquery.dataEditor"),
        make.datasetMember("b", wrong, "roles/bigquery.dataViewer"),
      ];
      const config = { stateDataset: wrong };
      expect(found([make.account(), ...grants, dataset(wrong)], config)).to.deep.equal([
        "misspelled acme.segment_reverse_etl segment_reverse_etl",
      ]);
      expect(found([make.account(), ...grants], config)).to.deep.equal([
        "misspelled acme.segment_reverse_etl a",
      ]);
      expect(found([make.account()], config)).to.deep.equal([`misspelled acme.${wrong} segment`]);
    });

    it("is found in the configuration, and in what a SegmentBigQuery declares", () => {
      const declared = component({ stateDataset: { project: "acme", dataset: wrong } });
      expect(found([declared])).to.deep.equal(["misspelled acme.segment_reverse_etl none"]);
      expect(found([declared], { stateDataset: "kept" })).to.deep.equal([]);
      expect(found([component()])).to.deep.equal([]);
    });

    it("is told by each spelling", () => {
      expect(found([make.account(), dataset(`_${wrong}`), dataset(wrong)])).to.deep.equal([
        `misspelled acme._${wrong} _${wrong}`,
        "misspelled acme.segment_reverse_etl segment_reverse_etl",
      ]);
    });

    it("is not told by a grant on one table, on another project, or to somebody else", () => {
      const editor = "roles/bigquery.dataEditor";
      const near = [
        make.tableMember("table", wrong, "records_1", editor),
        make.datasetMember("other", wrong, editor, { project: "other" }),
        make.datasetMember("bob", wrong, editor, { member: "user:bob@acme.com" }),
        make.projectMember("project", editor),
        dataset(`${wrong}_2`),
      ];
      expect(found([make.account(), ...near])).to.deep.equal([]);
    });
  });
});
