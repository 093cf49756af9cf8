import { expect } from "chai";
import {
  at,
  firstOf,
  type IamTarget,
  iamToken,
  pathParts,
  normalizeAliases,
} from "../../../../policy/stack/normalize/aliases";
import { type PlainObject, UNKNOWN } from "../../../../policy/stack/plain";
import { made } from "./support";

describe("respell", () => {
  it("adds properties with the dependencies of those that they come from, and keeps the others", () => {
    const given = made("old", { a: 1, b: 2 });
    const found = normalizeAliases(given, "new", {
      c: ["x", "a"],
      d: [null, "b"],
      e: [UNKNOWN, "none"],
      f: [undefined, "a"],
      b: [3, "a"],
    });
    expect(found.type).to.equal("new");
    expect(found.props).to.deep.equal({ a: 1, b: 3, c: "x", d: null, e: UNKNOWN });
    expect(found.propertyDependencies).to.deep.equal({
      a: ["urn:a"],
      b: ["urn:a"],
      c: ["urn:a"],
      d: ["urn:b"],
    });
    expect(given).to.deep.equal(made("old", { a: 1, b: 2 }));
  });

  it("takes __proto__ for a name like any other", () => {
    const given = made("old", JSON.parse('{"__proto__": {"role": "roles/owner"}}') as object);
    const { props } = normalizeAliases(given, "new", {});
    expect(Object.keys(props)).to.deep.equal(["__proto__"]);
    expect(props["role"]).to.equal(undefined);
  });
});

describe("at", () => {
  const value: PlainObject = { a: { b: "x", none: null, later: UNKNOWN, list: ["y"] } };
  const table: readonly [path: string[], found: unknown][] = [
    [[], value],
    [["a", "b"], "x"],
    [["a", "c"], undefined],
    [["a", "none"], undefined],
    [["a", "none", "b"], undefined],
    [["a", "later"], UNKNOWN],
    [["a", "later", "b"], UNKNOWN],
    [["a", "b", "length"], undefined],
    [["a", "list", "0"], undefined],
  ];
  for (const [path, found] of table)
    it(`finds ${String(found)} at ${path.join(".") || "no path"}`, () => {
      expect(at(value, ...path)).to.equal(found);
    });

  it("finds nothing in nothing, and what is not known in what is not known", () => {
    expect(at(undefined, "a")).to.equal(undefined);
    expect(at(null)).to.equal(undefined);
    expect(at(UNKNOWN, "a", "b")).to.equal(UNKNOWN);
  });
});

describe("firstOf", () => {
  const table: readonly [what: string, props: Parameters<typeof firstOf>[0], found: unknown[]][] = [
    ["the first name", { a: "x", b: "y" }, ["x", "a"]],
    ["the second name where the first is missing", { b: "y" }, ["y", "b"]],
    ["the second name where the first is null", { a: null, b: "y" }, ["y", "b"]],
    ["the second name where the first is empty", { a: "", b: "y" }, ["y", "b"]],
    ["a value that is not known yet", { a: UNKNOWN, b: "y" }, [UNKNOWN, "a"]],
    ["false and zero, which are values", { a: 0, b: "y" }, [0, "a"]],
    ["nothing, under the first name", { a: "", b: null, c: "z" }, [undefined, "a"]],
  ];
  for (const [what, props, found] of table)
    it(`finds ${what}`, () => {
      expect(firstOf(props, "a", "b")).to.deep.equal(found);
    });
});

describe("iamToken", () => {
  const table: readonly [target: IamTarget | { other: string }, member: string][] = [
    ["project", "gcp:projects/iAMMember:IAMMember"],
    ["folder", "gcp:folder/iAMMember:IAMMember"],
    ["organization", "gcp:organizations/iAMMember:IAMMember"],
    ["serviceAccount", "gcp:serviceaccount/iAMMember:IAMMember"],
    ["dataset", "gcp:bigquery/datasetIamMember:DatasetIamMember"],
    ["table", "gcp:bigquery/iamMember:IamMember"],
    ["routine", "gcp:bigquery/routineIamMember:RoutineIamMember"],
    ["connection", "gcp:bigquery/connectionIamMember:ConnectionIamMember"],
    [{ other: "StorageBucket" }, "gcp:other/storageBucketIamMember:StorageBucketIamMember"],
  ];
  for (const [target, member] of table)
    it(`names ${member}, and the binding and the policy likewise`, () => {
      expect(iamToken(target, "Member")).to.equal(member);
      expect(iamToken(target, "Binding")).to.equal(member.replaceAll("Member", "Binding"));
      expect(iamToken(target, "Policy")).to.equal(member.replaceAll("Member", "Policy"));
    });
});

describe("pathParts", () => {
  const table: readonly [path: string, parts: object][] = [
    ["projects/acme/datasets/crm", { projects: "acme", datasets: "crm" }],
    ["//bigquery.googleapis.com/projects/acme/datasets/crm", { projects: "acme", datasets: "crm" }],
    ["projects/acme/datasets", { projects: "acme" }],
    ["projects/acme/", { projects: "acme" }],
    ["crm", {}],
    ["", {}],
    ["projects//x/y", { projects: "", x: "y" }],
    ["//projects/acme", {}],
    ["/projects/acme", { "": "projects" }],
    ["__proto__/x", JSON.parse('{"__proto__": "x"}') as object],
    [
      Array.from({ length: 30 }, (_, i) => `k${i}/v${i}`).join("/"),
      Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`k${i}`, `v${i}`])),
    ],
  ];
  for (const [path, parts] of table)
    it(`reads ${JSON.stringify(path)}`, () => {
      expect({ ...pathParts(path) }).to.deep.equal(parts);
    });
});
