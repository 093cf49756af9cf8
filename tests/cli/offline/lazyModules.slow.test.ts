import { expect } from "chai";
import { programOf, removeDirectories } from "../../support/hosts/projectDirectory";
import { previewJson } from "../../support/hosts/runPreview";
import { showingPack, shownBy, type Shown } from "../../support/hosts/showingPack";

const program = `
const labels = (name, value) => new gcp.bigquery.Dataset(name, { datasetId: name, location: "EU", labels: { value } });
const factor = 3;
const triple = pulumi.runtime.serializeFunction(() => (number) => number * factor, { isFactoryFunction: true });
labels("function", triple.then(({ text, exportName }) => {
  const module = { exports: {} };
  new Function("exports", text)(module.exports);
  return String(module.exports[exportName](14));
}));
const size = Object.getOwnPropertyDescriptor(Map.prototype, "size").get;
labels("error", pulumi.runtime.serializeFunction(() => size()).catch(({ message }) => message));
class Sum extends pulumi.dynamic.Resource {
  constructor(name, inputs) {
    super({ create: async ({ a, b }) => ({ id: name, outs: { total: (a + b) * factor } }) }, name, { ...inputs, total: undefined });
  }
}
module.exports = { total: new Sum("sum", { a: 1, b: 2 }).total };
labels("namespaces", [typeof pulumi.automation.LocalWorkspace, typeof pulumi.provider.main].join());
labels("paths", pulumi.runtime.computeCodePaths({ extraIncludePackages: ["js-yaml"] }).then((paths) =>
  String([...paths.keys()].some((path) => path === "node_modules/js-yaml")),
  ({ message }) => message));
`;

describe("what the SDK loads when a program first uses it", function () {
  this.timeout(240_000);
  let shown: Record<string, Shown>;

  before(async () => {
    const { result } = await previewJson([programOf(program), "--policy-pack", showingPack()]);
    shown = shownBy(result);
  });
  after(removeDirectories);

  const label = (name: string): unknown => (shown[name]?.props["labels"] as { value: unknown }).value;

  it("turns a function and what it captures into text that runs", () => {
    expect(label("function")).to.equal("42");
  });

  it("says where a function is that cannot be turned into text", () => {
    expect(label("error"))
      .to.match(/^Error serializing '\(\) => size\(\)': index\.js\(\d+,\d+\)\n/)
      .and.to.contain(
        "'size', a function defined at\n    function 'get size': which could not be serialized",
      );
  });

  it("registers a dynamic resource, whose provider is such a function", () => {
    expect(shown["sum"]?.type).to.equal("pulumi-nodejs:dynamic:Resource");
    expect(shown["sum"]?.props).to.deep.equal({ a: 1, b: 2 });
    expect(shown["shop-dev"]?.props).to.deep.equal({ total: "<unknown>" });
  });

  it("has the automation API and the provider host at hand", () => {
    expect(label("namespaces")).to.equal("function,function");
  });

  it("finds the packages that a function's code is in", () => {
    expect(label("paths")).to.equal("true");
  });
});
