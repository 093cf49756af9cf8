import { expect } from "chai";
import { asset } from "@pulumi/pulumi";
import { fromPolicyResource, type PolicyResourceLike, readAssets } from "../../../policy/stack/fromPulumi";
import { UNKNOWN } from "../../../policy/stack/plain";
import { unknown } from "../support";

const bare: PolicyResourceLike = { type: "t", urn: "urn:a", name: "a", props: { project: "acme" } };

const read = (rest: Partial<PolicyResourceLike>) => fromPolicyResource({ ...bare, ...rest });

describe("fromPolicyResource", () => {
  it("takes over what names a resource, and its properties as they stand", () => {
    const { urn, type, name, props } = read({});
    expect({ urn, type, name, props: { ...props } }).to.deep.equal({
      urn: "urn:a",
      type: "t",
      name: "a",
      props: { project: "acme" },
    });
  });

  it("accepts a resource of which nothing else is said", () => {
    const { parent, protect, providerProject, propertyDependencies, dependencies } = read({});
    expect({ parent, protect, providerProject, propertyDependencies, dependencies }).to.deep.equal({
      parent: undefined,
      protect: false,
      providerProject: undefined,
      propertyDependencies: {},
      dependencies: [],
    });
  });

  it("reads the parent from either place, and no parent from an empty one", () => {
    expect(read({ parent: { urn: "urn:p" } }).parent).to.equal("urn:p");
    expect(read({ opts: { parent: "urn:p" } }).parent).to.equal("urn:p");
    expect(read({ opts: { parent: "" } }).parent).to.equal(undefined);
    expect(read({ opts: {} }).parent).to.equal(undefined);
  });

  it("reads whether it is protected", () => {
    expect(read({ opts: { protect: true } }).protect).to.equal(true);
    expect(read({ opts: { protect: false } }).protect).to.equal(false);
  });

  it("reads the project that its provider is configured for", () => {
    const project = (props: object) => read({ provider: { props } }).providerProject;
    expect(project({ project: "acme" })).to.equal("acme");
    expect(project({ project: unknown })).to.equal(UNKNOWN);
    expect(project({ region: "europe-west3" })).to.equal(undefined);
    expect(project({ project: 123 })).to.equal("123");
    expect(project({ project: ["acme"] })).to.equal(undefined);
  });

  it("reads where each property comes from, and what it depends on", () => {
    const { propertyDependencies, dependencies } = read({
      propertyDependencies: { member: [{ urn: "urn:b" }, { urn: "urn:c" }], role: [] },
      dependencies: [{ urn: "urn:b" }, { urn: "urn:d" }],
    });
    expect(propertyDependencies).to.deep.equal({ member: ["urn:b", "urn:c"], role: [] });
    expect(dependencies).to.deep.equal(["urn:b", "urn:d"]);
  });

  it("reads properties once", () => {
    let reads = 0;
    const resource = fromPolicyResource({
      ...bare,
      get props() {
        reads++;
        return { project: "acme" };
      },
    });
    expect(resource.props).to.equal(resource.props);
    expect(resource.propertyDependencies).to.equal(resource.propertyDependencies);
    expect(reads).to.equal(1);
  });

  it("makes nothing of properties that are no object", () => {
    expect({ ...read({ props: [] as object }).props }).to.deep.equal({});
    expect({ ...read({ props: null as unknown as object }).props }).to.deep.equal({});
  });
});

describe("readAssets", () => {
  const script = new asset.StringAsset("gcloud auth");

  it("reads the texts of assets, also in lists and archives, for all that is read afterwards", async () => {
    const resources = [
      { ...bare, props: { files: [{ source: script }] } },
      {
        ...bare,
        props: { code: new asset.AssetArchive({ src: new asset.AssetArchive({ "a.sh": script }) }) },
      },
    ];
    await readAssets(resources);
    const [list, archive] = resources.map((one) => fromPolicyResource(one).props);
    expect(list?.["files"]).to.deep.equal([{ source: { __pulumiAsset: true, text: "gcloud auth" } }]);
    const packed = { __pulumiAsset: true, text: "gcloud auth" };
    expect(archive?.["code"]).to.deep.equal({
      __pulumiArchive: true,
      assets: { src: { __pulumiArchive: true, assets: { "a.sh": packed } } },
    });
  });

  it("has nothing to wait for where there are none, or only names of files", () => {
    const named = new asset.FileAsset("a.sh");
    expect(readAssets([bare, { ...bare, props: { source: named, list: [1, null, "a"] } }])).to.equal(
      undefined,
    );
  });
});
