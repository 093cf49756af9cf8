import { expect } from "chai";
import { scopeText } from "../../../../policy/iam/scope";
import { authorizations } from "../../../../policy/rules/hygiene/authorizations";
import { indirectAccesses, usesAny } from "../../../../policy/rules/hygiene/indirectAccess";
import { documentedStack, make, type TestResource } from "../../support";
import { assessmentOf, datasetAccess, datasetEntry, routineEntry, viewEntry } from "./assessed";

const viewer = "roles/bigquery.dataViewer";

/** Each way as `dataset < first, second`, with the number of steps where not all are told, and `+` for views of its own. */
const ways = (resources: readonly TestResource[], config = {}) =>
  indirectAccesses(assessmentOf(resources, config)).map(({ on, path, steps, writes }) => {
    const told = path.map(({ name }) => name).join(", ");
    return `${scopeText(on)} < ${told}${steps > path.length ? ` of ${steps}` : ""}${writes ? " +" : ""}`;
  });

const ofDocumented = (...more: TestResource[]) => ways([...documentedStack(), ...more]);

const viewOf = (name: string, on: string, inDataset: string, table?: string) =>
  datasetAccess(name, on, viewEntry(inDataset, table));

const wholeOf = (name: string, on: string, inDataset: string) =>
  datasetAccess(name, on, { authorizedDataset: datasetEntry(inDataset).dataset });

const routineOf = (name: string, on: string, inDataset: string) =>
  datasetAccess(name, on, routineEntry(inDataset));

const unresolved = make.datasetMember("unresolved", "hr", "roles/else.reader");

describe("indirectAccesses", () => {
  it("tells every direct way to one dataset", () => {
    expect(
      ofDocumented(
        viewOf("a", "raw", "crm", "a_v"),
        viewOf("b", "raw", "crm", "b_v"),
        routineOf("c", "raw", "crm"),
      ),
    ).to.deep.equal(["dataset acme.raw < a", "dataset acme.raw < b", "dataset acme.raw < c"]);
  });

  it("tells a longer way only where there is no shorter, and each once", () => {
    const direct = [viewOf("a", "raw", "crm"), viewOf("b", "staging", "crm")];
    expect(ofDocumented(...direct, viewOf("c", "raw", "staging"))).to.deep.equal([
      "dataset acme.raw < a",
      "dataset acme.staging < b",
    ]);
    const longer = [
      viewOf("d", "deep", "raw"),
      viewOf("e", "deep", "staging"),
      viewOf("f", "deep", "raw", "more_v"),
    ];
    expect(ofDocumented(...direct, ...longer)).to.deep.equal([
      "dataset acme.raw < a",
      "dataset acme.staging < b",
      "dataset acme.deep < a, d",
    ]);
  });

  it("goes on from a dataset once, whatever number of ways lead to it", () => {
    const twice = [viewOf("a", "raw", "crm", "a_v"), viewOf("b", "raw", "crm", "b_v")];
    expect(ofDocumented(...twice, viewOf("c", "deep", "raw"))).to.deep.equal([
      "dataset acme.raw < a",
      "dataset acme.raw < b",
      "dataset acme.deep < a, c",
    ]);
  });

  it("tells four steps of a longer way, and how many there are", () => {
    const chain = ["d1", "d2", "d3", "d4", "d5"].map((on, i, all) =>
      viewOf(`s${i + 1}`, on, all[i - 1] ?? "crm"),
    );
    expect(ofDocumented(...chain)).to.deep.equal([
      "dataset acme.d1 < s1",
      "dataset acme.d2 < s1, s2",
      "dataset acme.d3 < s1, s2, s3",
      "dataset acme.d4 < s1, s2, s3, s4",
      "dataset acme.d5 < s1, s2, s3, s4 of 5",
    ]);
  });

  it("says where Segment can write what is authorized: a view, a routine or any of a dataset, and not at the end of a longer way", () => {
    const state = "__segment_reverse_etl";
    expect(ofDocumented(wholeOf("a", "raw", state))).to.deep.equal(["dataset acme.raw < a +"]);
    expect(ofDocumented(viewOf("a", "raw", state))).to.deep.equal(["dataset acme.raw < a +"]);
    expect(ofDocumented(routineOf("a", "raw", state))).to.deep.equal(["dataset acme.raw < a +"]);
    expect(ofDocumented(viewOf("a", "raw", "crm"))).to.deep.equal(["dataset acme.raw < a"]);
    expect(ofDocumented(wholeOf("a", "raw", "crm"))).to.deep.equal(["dataset acme.raw < a"]);
    const writes = make.customRole("writes", ["bigquery.tables.create"]);
    const onRaw = make.datasetMember("on-raw", "raw", "projects/acme/roles/writes");
    expect(ofDocumented(viewOf("a", "raw", "crm"), wholeOf("b", "deep", "raw"), writes, onRaw)).to.deep.equal(
      ["dataset acme.raw < a", "dataset acme.deep < a, b"],
    );
  });

  const table = make.tableMember("one", "hr", "users_v", viewer);
  const accepted: readonly (readonly [string, readonly TestResource[]])[] = [
    [
      "a dataset that Segment is granted to read",
      [viewOf("a", "raw", "crm"), make.datasetMember("raw", "raw", viewer)],
    ],
    [
      "what goes on from a dataset that Segment is granted to read only by another way",
      [viewOf("a", "crm", "raw")],
    ],
    ["a dataset that authorizes itself", [wholeOf("a", "crm", "crm"), wholeOf("b", "raw", "raw")]],
    ["a view in a dataset that Segment does not read", [viewOf("a", "raw", "hr"), unresolved]],
    ["another view than the one it reads", [viewOf("a", "raw", "hr", "orders_v"), table]],
    ["a dataset of which it reads nothing", [wholeOf("a", "raw", "else"), table]],
    [
      "a view where it may only look at the schema",
      [viewOf("a", "raw", "hr"), make.datasetMember("meta", "hr", "roles/bigquery.metadataViewer")],
    ],
  ];
  for (const [title, more] of accepted) {
    it(`accepts ${title}`, () => {
      expect(ofDocumented(...more)).to.deep.equal([]);
    });
  }

  it("finds the view, and the views of the dataset, on which alone Segment may read", () => {
    expect(ofDocumented(viewOf("a", "raw", "hr"), table)).to.deep.equal(["dataset acme.raw < a"]);
    expect(ofDocumented(wholeOf("a", "raw", "hr"), table)).to.deep.equal(["dataset acme.raw < a"]);
  });

  it("finds it under a condition that leaves several datasets", () => {
    const name = "projects/acme/datasets";
    const expression = `resource.name == "${name}/hr" || resource.name.startsWith("${name}/hr/") || resource.name == "${name}/crm" || resource.name.startsWith("${name}/crm/")`;
    const both = make.projectMember("both", viewer, { condition: { title: "two", expression } });
    expect(ways([make.account(), both, wholeOf("a", "raw", "hr")])).to.deep.equal(["dataset acme.raw < a"]);
    expect(ways([make.account(), both, wholeOf("a", "crm", "hr")])).to.deep.equal([]);
    expect(ways([make.account(), both, wholeOf("a", "hr", "crm")])).to.deep.equal([]);
  });

  it("finds a routine that it may call without reading data, and accepts one of which it reads the table of that name", () => {
    const routine = routineOf("a", "raw", "hr");
    const calls = make.datasetMember("calls", "hr", "roles/bigquery.metadataViewer");
    const reads = make.tableMember("f", "hr", "f", viewer);
    expect(ways([make.account(), routine, calls])).to.deep.equal(["dataset acme.raw < a"]);
    expect(ways([make.account(), routine, reads])).to.deep.equal([]);
  });

  it("tells one account's ways from another's", () => {
    const second = {
      ...make.account({ accountId: "segment-b", email: "segment-b@acme.iam.gserviceaccount.com" }),
      name: "b",
    };
    const stack = assessmentOf([
      ...documentedStack(),
      second,
      viewOf("a", "raw", "crm"),
      viewOf("b", "raw", "hr"),
    ]);
    expect(indirectAccesses(stack).map(({ segment }) => segment.member)).to.deep.equal([make.member]);
    const uses = authorizations(stack.stack).map((one) => [one.name, usesAny(stack, one)]);
    expect(uses).to.deep.equal([
      ["a", true],
      ["b", false],
    ]);
  });

  it("is silent without Segment", () => {
    expect(ways([viewOf("a", "raw", "crm")])).to.deep.equal([]);
  });
});
