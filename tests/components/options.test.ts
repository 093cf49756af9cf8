import * as gcp from "@pulumi/gcp/provider";
import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import { expect } from "chai";
import { Profile, SegmentBigQuery, type SegmentBigQueryArgs } from "../../components/index";
import { MockEngine, settle, value } from "../support/mocks";

const acme: SegmentBigQueryArgs = {
  project: "acme-analytics",
  location: "EU",
  profile: Profile.Minimal,
  sources: [{ dataset: "crm" }],
};

const isChild = ({ name, type }: { name: string; type: string }) =>
  name.startsWith("segment-") && !type.startsWith("segment-bigquery:");

describe("resource options of SegmentBigQuery", () => {
  it("makes every child a child", async () => {
    const engine = await new MockEngine().start();
    const segment = new SegmentBigQuery("segment", acme);
    await settle();
    const children = engine.registered.filter(isChild);
    expect(children).to.have.length(14);
    for (const { name, parent } of children) expect(parent, name).to.equal(await value(segment.urn));
  });

  it("hands providers down", async () => {
    const engine = await new MockEngine().start();
    const provider = new gcp.Provider("acme", { project: "acme-analytics" });
    new SegmentBigQuery("segment", acme, { providers: [provider] });
    await settle();
    const google = engine.registered.filter((one) => isChild(one) && one.type.startsWith("gcp:"));
    expect(google).to.have.length(11);
    for (const one of google) expect(one.provider, one.name).to.match(/::acme::acme-id$/);
  });

  it("hands on what it depends on", async () => {
    const engine = await new MockEngine().start();
    const first = new RandomId("first", { byteLength: 1 });
    for (const [i, dependsOn] of [first, [first], pulumi.output([first])].entries())
      new SegmentBigQuery(`segment-${i}`, acme, { dependsOn });
    await settle();
    const urn = await value(first.urn);
    const children = engine.registered.filter(isChild);
    expect(children).to.have.length(42);
    for (const { name, dependencies } of children) expect(dependencies, name).to.include(urn);
  });

  it("protects every child where the component is protected, whatever the arguments say", async () => {
    const engine = await new MockEngine().start();
    new SegmentBigQuery(
      "segment",
      { ...acme, stateDataset: { protect: false }, key: { protect: false } },
      { protect: true },
    );
    await settle();
    for (const { name, protect } of engine.registered.filter(isChild)) expect(protect, name).to.equal(true);
  });

  it("names children so that the engine derives their aliases from the component's", async () => {
    const engine = await new MockEngine().start();
    new SegmentBigQuery("segment", acme, { aliases: [{ name: "old" }] });
    await settle();
    expect(JSON.stringify(engine.get("segment").aliases)).to.contain('"name":"old"');
    // The engine replaces the component's name at the beginning of a child's, and nowhere else.
    const children = engine.registered.filter(({ parent }) => parent.endsWith("::segment"));
    expect(children.filter(({ name }) => !name.startsWith("segment-"))).to.deep.equal([]);
  });

  it("imports what exists, and makes the rest", async () => {
    const engine = await new MockEngine().start();
    const imports = {
      account:
        "projects/acme-analytics/serviceAccounts/segment-bigquery@acme-analytics.iam.gserviceaccount.com",
      "state-dataset": "projects/acme-analytics/datasets/__segment_reverse_etl",
    };
    new SegmentBigQuery("segment", { ...acme, imports });
    await settle();
    const imported = engine.registered.filter(({ importId }) => importId !== "");
    expect(Object.fromEntries(imported.map(({ name, importId }) => [name, importId]))).to.deep.equal({
      "segment-account": imports.account,
      "segment-state-dataset": imports["state-dataset"],
    });
  });

  it("lets two components share a project and a stack", async () => {
    const engine = await new MockEngine().start();
    new SegmentBigQuery("segment", acme);
    new SegmentBigQuery("ads", {
      ...acme,
      accountId: "segment-ads",
      stateDataset: { datasetId: "ads_state" },
    });
    await settle();
    const urns = engine.registered.map(({ type, name, parent }) => `${parent} ${type} ${name}`);
    expect(new Set(urns).size).to.equal(urns.length);
    const ids = (type: string, key: string) => engine.ofType(type).map(({ inputs }) => inputs[key]);
    for (const [type, key] of [
      ["gcp:serviceaccount/account:Account", "accountId"],
      ["gcp:secretmanager/secret:Secret", "secretId"],
      ["gcp:bigquery/dataset:Dataset", "datasetId"],
      ["gcp:projects/iAMCustomRole:IAMCustomRole", "roleId"],
    ] as const)
      expect(new Set(ids(type, key)).size, type).to.equal(ids(type, key).length);
  });
});
