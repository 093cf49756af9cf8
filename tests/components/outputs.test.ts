import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  type GrantResult,
  KeyMode,
  ModelOperation,
  Product,
  Profile,
  ReadApi,
  SegmentBigQuery,
  type SegmentBigQueryArgs,
} from "../../components/index";
import { isSecret, MockEngine, settle, unknownOutput, value } from "../support/mocks";

const acme = { project: "acme-analytics", location: "EU" };

async function make(args: Partial<SegmentBigQueryArgs>, preview = false) {
  const engine = await new MockEngine(preview).start();
  const segment = new SegmentBigQuery("segment", { ...acme, ...args });
  await settle();
  const registered = engine.outputs.get(await value(segment.urn)) ?? {};
  return { engine, segment, registered };
}

describe("outputs of SegmentBigQuery", () => {
  it("registers what the policy pack reads", async () => {
    const { registered } = await make({
      profile: Profile.Minimal,
      sources: [{ dataset: "crm" }, { project: "acme-lake", dataset: "web", table: "views" }],
      models: [{ dataset: "ml", operations: [ModelOperation.Predict] }],
    });
    const { grants, segmentForm, keys, nextStep, ...rest } = registered;
    expect(rest).to.deep.equal({
      project: "acme-analytics",
      location: "EU",
      profile: "minimal",
      readApi: "REST",
      products: ["linked-events"],
      sources: [
        { project: "acme-analytics", dataset: "crm" },
        { project: "acme-lake", dataset: "web", table: "views" },
      ],
      models: [{ project: "acme-analytics", dataset: "ml", operations: ["predict"] }],
      connections: [],
      exportBuckets: [],
      destinations: [],
      segmentCreatesDestinations: false,
      stateDataset: { project: "acme-analytics", dataset: "__segment_reverse_etl", mode: "created" },
      segmentCreatesStateDataset: false,
      serviceAccountEmail: "segment-bigquery@acme-analytics.iam.gserviceaccount.com",
      serviceAccountMember: "serviceAccount:segment-bigquery@acme-analytics.iam.gserviceaccount.com",
      secretName: "projects/acme-analytics/secrets/segment-bigquery-key",
      secretVersionName: "segment-key-secret-id/versions/1",
    });
    expect(grants).to.be.an("array").with.length(6);
    expect(segmentForm).to.be.an("object");
    expect(keys).to.be.an("array").with.length(1);
    expect(nextStep).to.be.an("object");
  });

  it("tells each grant's scope, role, permissions and reason", async () => {
    const { segment } = await make({
      profile: Profile.Minimal,
      sources: [{ dataset: "web", table: "views" }],
    });
    const { role, ...grant } = (await value(segment.grants)).at(-1) as GrantResult;
    expect(role).to.match(/^projects\/acme-analytics\/roles\/segment_read_tables_[0-9a-f]{6}$/);
    expect(grant).to.deep.equal({
      scope: "table acme-analytics.web.views",
      permissions: ["bigquery.tables.get", "bigquery.tables.getData"],
      reason: "read the source",
    });
  });

  it("tells what to enter where in Segment, and never the key", async () => {
    const { segment } = await make({});
    expect(await value(segment.segmentForm)).to.deep.equal({
      credentials: "the JSON in secret version segment-key-secret-id/versions/1",
      dataLocation: "EU",
      steps: [
        'Paste the JSON in secret version segment-key-secret-id/versions/1 into "Enter your credentials".',
        'Enter EU as "Data Location".',
        'Click "Test Connection", then "Create Source".',
      ],
    });
  });

  it("tells to choose the Storage API where it is what the grants are for", async () => {
    const { segment } = await make({ readApi: ReadApi.Storage });
    expect((await value(segment.segmentForm)).steps[2]).to.equal(
      "Choose the Storage API for reading, in the connection's settings.",
    );
  });

  it("tells what to enter where for a product that writes, after what a product that reads is entered", async () => {
    const form = async (products: Product[]) => {
      const { segment } = await make({ products });
      return (await value(segment.segmentForm)).steps;
    };
    const warehouse =
      'For the storage destination: enter acme-analytics as "Project" and EU as "Location", paste the JSON in secret version segment-key-secret-id/versions/1 into "Credentials", and click "Connect".';
    expect(await form([Product.Warehouse])).to.deep.equal([warehouse]);
    const both = await form([Product.Warehouse, Product.ReverseEtl]);
    expect(both.slice(2)).to.deep.equal(['Click "Test Connection", then "Create Source".', warehouse]);
  });

  it("registers destinations, connections and buckets, and no state dataset for a product that only writes", async () => {
    const { registered } = await make({
      products: [Product.Warehouse],
      destinations: [{ dataset: "events" }],
    });
    const { products, destinations, segmentCreatesDestinations, stateDataset } = registered;
    expect({ products, destinations, segmentCreatesDestinations, stateDataset }).to.deep.equal({
      products: ["warehouse"],
      destinations: [{ project: "acme-analytics", dataset: "events" }],
      segmentCreatesDestinations: false,
      stateDataset: { project: "acme-analytics", dataset: "", mode: "none" },
    });
    const models = [{ dataset: "ml", operations: [ModelOperation.Export] }];
    const { registered: read } = await make({
      models,
      connections: [{ connection: "vertex" }],
      exportBuckets: [{ bucket: "exports", project: "acme-lake" }],
    });
    expect([read.connections, read.exportBuckets]).to.deep.equal([
      [{ project: "acme-analytics", location: "eu", connection: "vertex" }],
      ["exports"],
    ]);
  });

  it("warns once where there are no sources, unless no product reads", async () => {
    const warnings = async (args: Partial<SegmentBigQueryArgs>) => (await make(args)).engine.warnings;
    expect(await warnings({})).to.deep.equal([
      "There are no sources: Segment can connect, and reads nothing. Give the datasets that it may read in sources.",
    ]);
    expect(await warnings({ sources: [{ dataset: "crm" }] })).to.deep.equal([]);
    expect(await warnings({ products: [Product.Warehouse] })).to.deep.equal([]);
    expect(await warnings({ products: [Product.SqlTraits] })).to.deep.equal([]);
  });

  it("has no secret where no key is made, and says so in the form", async () => {
    const { segment } = await make({ key: { mode: KeyMode.None } });
    expect(await value(segment.secretName)).to.equal("");
    expect(await value(segment.secretVersionName)).to.equal("");
    expect((await value(segment.segmentForm)).credentials).to.equal(
      "the JSON key made outside of this stack",
    );
  });

  it("holds no secret and no key material, on the component or in what it registers", async () => {
    const { segment, registered } = await make({});
    expect(JSON.stringify(registered)).not.to.contain("planted-private-key");
    for (const [key, output] of Object.entries(segment).filter(([, part]) =>
      pulumi.Output.isInstance(part),
    )) {
      expect(await isSecret(output as pulumi.Output<unknown>), key).to.equal(false);
      expect(JSON.stringify(await value(output as pulumi.Output<unknown>)), key).not.to.contain(
        "planted-private-key",
      );
    }
  });
});

describe("a first preview of SegmentBigQuery", () => {
  it("knows the needs and most of each grant though role and account ids are random", async () => {
    const { engine, registered } = await make(
      { profile: Profile.Minimal, randomAccountId: true, sources: [{ dataset: "crm" }] },
      true,
    );
    expect(engine.children()).to.have.length(15);
    expect(registered.sources).to.deep.equal([{ project: "acme-analytics", dataset: "crm" }]);
    const [, , last] = registered.grants as { scope: string; permissions: string[] }[];
    expect(last?.scope).to.equal("dataset acme-analytics.crm");
    expect(last?.permissions).to.have.length(4);
  });

  it("makes the same children whether ids are known or not", async () => {
    const sources = (dataset: pulumi.Input<string>) => [{ dataset, name: "crm" }];
    const unknown = await make(
      { project: unknownOutput<string>(), sources: sources(unknownOutput<string>()) },
      true,
    );
    const known = await make({
      project: pulumi.output("acme-analytics"),
      sources: sources(pulumi.output("crm")),
    });
    expect(unknown.engine.children()).to.deep.equal(known.engine.children());
  });

  it("keeps what it knows beside what it does not", async () => {
    const { registered } = await make({ sources: [{ dataset: unknownOutput<string>(), name: "crm" }] }, true);
    const [source] = registered.sources as Record<string, unknown>[];
    expect(source?.project).to.equal("acme-analytics");
    expect(source?.dataset).not.to.equal("crm");
  });
});
