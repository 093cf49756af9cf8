import { expect } from "chai";
import type { Resource } from "../../../policy/stack/resource";
import { isWithin, sourcesOf, stackOf } from "../../../policy/stack/stack";

const resource = (urn: string, type: string, rest: Partial<Resource> = {}): Resource => ({
  urn,
  type,
  name: urn,
  props: {},
  propertyDependencies: {},
  dependencies: [],
  ...rest,
});

const dataset = "gcp:bigquery/dataset:Dataset";

const [a, b, c] = [resource("a", dataset), resource("b", "x:y:Z"), resource("c", dataset)];

const urns = (resources: readonly Resource[]) => resources.map(({ urn }) => urn);

describe("stackOf", () => {
  const orders = [
    [a, b, c],
    [c, b, a],
    [b, c, a],
  ];

  it("puts resources by their URN, whatever order they come in", () => {
    for (const order of orders) expect(urns(stackOf(order).resources)).to.deep.equal(["a", "b", "c"]);
    expect(urns(stackOf([]).resources)).to.deep.equal([]);
  });

  it("finds resources of a type, by their URN", () => {
    for (const order of orders) {
      expect(urns(stackOf(order).ofType(dataset))).to.deep.equal(["a", "c"]);
      expect(urns(stackOf(order).ofType("x:y:Z"))).to.deep.equal(["b"]);
      expect(urns(stackOf(order).ofType("x:y:Other"))).to.deep.equal([]);
    }
  });

  it("finds resources of all types that pass a test, by their URN, asking once for each type", () => {
    for (const order of orders) {
      const asked: string[] = [];
      const all = stackOf(order).ofTypes((type) => {
        asked.push(type);
        return true;
      });
      expect(urns(all)).to.deep.equal(["a", "b", "c"]);
      expect(asked).to.have.members([dataset, "x:y:Z"]);
      expect(urns(stackOf(order).ofTypes((type) => type === dataset))).to.deep.equal(["a", "c"]);
      expect(urns(stackOf(order).ofTypes(() => false))).to.deep.equal([]);
    }
  });

  it("finds a resource by its URN", () => {
    const stack = stackOf(orders[1] ?? []);
    expect(stack.get("b")).to.equal(b);
    expect(stack.get("d")).to.equal(undefined);
  });

  it("asks whoever gave the resources for nothing but type and URN", () => {
    const guarded = new Proxy(a, {
      get: (of, field) =>
        field === "type" || field === "urn" ? of[field] : expect.fail(`read ${String(field)}`),
    });
    expect(stackOf([guarded, c]).ofType(dataset)).to.have.length(2);
  });
});

describe("sourcesOf", () => {
  const user = resource("u", "x:y:Z", { propertyDependencies: { member: ["c", "gone", "a"] } });
  it("finds the resources of the stack that a property comes from", () => {
    const stack = stackOf([a, c, user]);
    expect(urns(sourcesOf(stack, user, "member"))).to.deep.equal(["c", "a"]);
    expect(sourcesOf(stack, user, "role")).to.deep.equal([]);
  });
});

describe("isWithin", () => {
  const grandchild = resource("g", dataset, { parent: "child" });
  const child = resource("child", dataset, { parent: "a" });
  const lost = resource("lost", dataset, { parent: "gone" });
  const [one, other] = [resource("1", dataset, { parent: "2" }), resource("2", dataset, { parent: "1" })];
  const stack = stackOf([a, child, grandchild, lost, one, other]);

  it("accepts the resource itself and its ancestors", () => {
    for (const urn of ["g", "child", "a"]) expect(isWithin(stack, grandchild, urn)).to.equal(true);
  });

  it("rejects descendants, others, and parents that the stack does not hold", () => {
    expect(isWithin(stack, a, "child")).to.equal(false);
    expect(isWithin(stack, grandchild, "c")).to.equal(false);
    expect(isWithin(stack, lost, "gone")).to.equal(false);
    expect(isWithin(stack, a, "undefined")).to.equal(false);
  });

  it("ends where parents go round in a circle", () => {
    expect(isWithin(stack, one, "2")).to.equal(true);
    expect(isWithin(stack, one, "a")).to.equal(false);
  });
});

describe("projectId", () => {
  const secret = "gcp:secretmanager/secret:Secret";
  const project = "gcp:organizations/project:Project";
  const idOf = (type: string, props: Resource["props"], written = "42") =>
    stackOf([resource("it", type, { props })]).projectId(written);

  it("is told by a resource whose name gives the number, and by the project itself", () => {
    expect(idOf(secret, { name: "projects/42/secrets/x", project: "acme" })).to.equal("acme");
    expect(idOf(project, { number: "42", projectId: "acme" })).to.equal("acme");
    expect(idOf(project, { number: 42, projectId: "acme" })).to.equal("acme");
    expect(idOf(project, { number: "projects/42", projectId: "acme" })).to.equal("acme");
  });

  it("is what is written where nothing tells the number's project", () => {
    for (const [type, props] of [
      [secret, { name: "projects/43/secrets/x", project: "acme" }],
      [secret, { name: "projects/acme/secrets/x", project: "acme" }],
      [secret, { name: "x/projects/42/secrets/y", project: "acme" }],
      [secret, { name: "projects/42/secrets/x", project: "43" }],
      [secret, { name: "projects/42/secrets/x", project: null }],
      [secret, { name: null, project: "acme" }],
      [dataset, { name: "projects/42/datasets/x", project: "acme" }],
      [project, { number: null, projectId: "acme" }],
      [project, { number: "42", projectId: null }],
    ] as const)
      expect(idOf(type, props), JSON.stringify(props)).to.equal("42");
    expect(idOf(secret, { name: null, project: "acme" }, "lab")).to.equal("lab");
    expect(idOf(secret, { name: "x", project: "acme" }, "undefined")).to.equal("undefined");
  });
});
