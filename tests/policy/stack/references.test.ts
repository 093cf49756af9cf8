import { expect } from "chai";
import { type PlainObject, UNKNOWN } from "../../../policy/stack/plain";
import {
  bare,
  datasetIdOf,
  datasetIn,
  knownText,
  lastPart,
  type Named,
  projectOf,
} from "../../../policy/stack/references";
import type { Resource } from "../../../policy/stack/resource";
import type { Stack } from "../../../policy/stack/stack";
import { stackFrom } from "../access/stackFrom";
import { type TestResource, unknown } from "../support";

const project = (name: string, props: TestResource["props"]): TestResource => ({
  type: "gcp:organizations/project:Project",
  name,
  props,
});

const dataset = (name: string, props: TestResource["props"]): TestResource => ({
  type: "gcp:bigquery/dataset:Dataset",
  name,
  props,
});

const urn = ({ type, name }: TestResource) => `urn:pulumi:test::stack::${type}::${name}`;

/** Reads something of a resource `r` that stands among others. */
function read(
  from: (stack: Stack, resource: Resource) => Named,
  resource: Omit<TestResource, "type" | "name">,
  others: readonly TestResource[] = [],
): Named {
  const stack = stackFrom([{ type: "test:index:Thing", name: "r", ...resource }, ...others]);
  return from(stack, stack.ofType("test:index:Thing")[0] as Resource);
}

describe("the project of a resource", () => {
  const made = project("made", { projectId: "acme" });
  const unnamed = project("unnamed", { projectId: unknown });
  const open = { id: "(project of r, not known yet)", unknown: true };
  const table: readonly [string, Omit<TestResource, "type" | "name">, readonly TestResource[], Named][] = [
    ["its own", { props: { project: "acme" }, providerProject: "other" }, [], { id: "acme", unknown: false }],
    ["its own, as a path", { props: { project: "projects/acme" } }, [], { id: "acme", unknown: false }],
    ["its provider's", { props: {}, providerProject: "acme" }, [], { id: "acme", unknown: false }],
    ["none of either", { props: {} }, [], open],
    ["that of a provider not known yet", { props: {}, providerProject: unknown }, [], open],
    ["not known yet", { props: { project: unknown }, providerProject: "other" }, [], open],
    [
      "that of the project that it comes from",
      { props: { project: unknown }, from: { project: ["made"] } },
      [made],
      { id: "acme", unknown: false },
    ],
    [
      "that project itself while its id is not known",
      { props: { project: unknown }, from: { project: ["unnamed"] } },
      [made, unnamed],
      { id: urn(unnamed), unknown: false },
    ],
    [
      "open while it comes from two projects",
      { props: { project: unknown }, from: { project: ["made", "unnamed"] } },
      [made, unnamed],
      open,
    ],
    [
      "that of the one project among all that it comes from",
      { props: { project: unknown }, from: { project: ["d", "made"] } },
      [dataset("d", { datasetId: "crm" }), made],
      { id: "acme", unknown: false },
    ],
    [
      "open where it comes from no project",
      { props: { project: unknown }, from: { project: ["d"] } },
      [dataset("d", { datasetId: "crm" })],
      open,
    ],
    [
      "open where only another property comes from a project",
      { props: { project: unknown }, from: { datasetId: ["made"] } },
      [made],
      open,
    ],
  ];
  for (const [title, resource, others, expected] of table)
    it(`is ${title}`, () => {
      expect(read(projectOf, resource, others)).to.deep.equal(expected);
    });
});

describe("the dataset that a property names", () => {
  const known: readonly [written: unknown, id: string, project?: string][] = [
    ["crm", "crm"],
    ["projects/acme/datasets/crm", "crm", "acme"],
    ["projects/example.com:acme/datasets/crm", "crm", "example.com:acme"],
    ["acme.crm", "crm", "acme"],
    ["acme:crm", "crm", "acme"],
    ["example.com:acme.crm", "crm", "example.com:acme"],
    ["example.com:acme:crm", "crm", "example.com:acme"],
    ["a.b.c", "a.b.c"],
    ["a.b.c:acme.crm", "crm", "a.b.c:acme"],
    ["acme.crm.users", "acme.crm.users"],
    ["acme:crm:users:all", "acme:crm:users:all"],
    [".crm", ".crm"],
    [":crm", ":crm"],
    ["acme.", "acme."],
    ["projects/acme/datasets/crm/tables/users", "projects/acme/datasets/crm/tables/users"],
    ["/projects/acme/datasets/crm", "/projects/acme/datasets/crm"],
    ["projects/acme/datasets", "projects/acme/datasets"],
    [42, "42"],
  ];
  for (const [written, id, inProject] of known)
    it(`is read from ${String(written)}`, () => {
      const found = read((stack, r) => datasetIn(stack, r, "datasetId"), { props: { datasetId: written } });
      const where = inProject === undefined ? {} : { project: inProject };
      expect(found).to.deep.equal({ id, unknown: false, ...where });
    });

  it("is open where nothing, or something else than a text, is written", () => {
    for (const datasetId of ["", null, true, {}, unknown])
      expect(
        read((stack, r) => datasetIn(stack, r, "datasetId"), { props: { datasetId } }),
        JSON.stringify(datasetId),
      ).to.deep.equal({ id: "(datasetId of r, not known yet)", unknown: true });
  });

  it("is the one that the stack makes while its id is not known", () => {
    const crm = dataset("crm", { datasetId: "crm" });
    const hr = dataset("hr", { datasetId: unknown });
    const from = (...names: string[]) =>
      read(
        (stack, r) => datasetIn(stack, r, "datasetId"),
        { props: { datasetId: unknown }, from: { datasetId: names } },
        [crm, hr, project("p", { projectId: "acme" })],
      );
    expect(from("crm")).to.deep.equal({ id: "crm", unknown: false });
    expect(from("p", "hr")).to.deep.equal({ id: urn(hr), unknown: false });
    expect(from("crm", "hr").unknown).to.equal(true);
    expect(from("p").unknown).to.equal(true);
    const ids = stackFrom([crm, hr]).ofType("gcp:bigquery/dataset:Dataset").map(datasetIdOf);
    expect(ids.map(({ id }) => id)).to.deep.equal(["crm", urn(hr)]);
  });
});

describe("the last part of a path", () => {
  for (const [written, id] of [
    ["folders/7", "7"],
    ["7", "7"],
    ["a/b/c", "c"],
    ["a/", ""],
  ])
    it(`of ${written} is ${JSON.stringify(id)}`, () => {
      expect(read((_, r) => lastPart(r, "folder"), { props: { folder: written } })).to.deep.equal({
        id,
        unknown: false,
      });
    });

  it("is open where there is no text", () => {
    for (const folder of [unknown, null, ""])
      expect(read((_, r) => lastPart(r, "folder"), { props: { folder } })).to.deep.equal({
        id: "(folder of r, not known yet)",
        unknown: true,
      });
  });
});

describe("a text of a resource", () => {
  it("is stripped of the collection that it begins with", () => {
    expect(
      ["projects/1", "1", "folders/1", "projects", "xprojects/1"].map((one) => bare(one, "projects")),
    ).to.deep.equal(["1", "1", "folders/1", "projects", "xprojects/1"]);
  });

  it("is undefined unless it is known", () => {
    const props: PlainObject = { known: "a", number: 7, open: UNKNOWN, empty: "", none: null, list: ["a"] };
    expect(
      ["known", "number", "open", "empty", "none", "list", "missing-permissions"].map((name) =>
        knownText(props, name),
      ),
    ).to.deep.equal(["a", "7", undefined, undefined, undefined, undefined, undefined]);
  });
});
