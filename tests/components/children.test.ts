import { expect } from "chai";
import {
  DestinationMode,
  KeyMode,
  ModelOperation,
  Product,
  Profile,
  ReadApi,
  SegmentBigQuery,
  type SegmentBigQueryArgs,
  StateDatasetMode,
} from "../../components/index";
import { MockEngine, plantedKey, settle } from "../support/mocks";

const acme = { project: "acme-analytics", location: "EU" };
const member = "serviceAccount:segment-bigquery@acme-analytics.iam.gserviceaccount.com";
const kmsKeyName = "projects/acme-security/locations/europe/keyRings/r/cryptoKeys/k";

async function make(args: Partial<SegmentBigQueryArgs> = {}): Promise<MockEngine> {
  const engine = await new MockEngine().start();
  new SegmentBigQuery("segment", { ...acme, ...args });
  await settle();
  return engine;
}

describe("children of SegmentBigQuery", () => {
  it("are exactly these by default", async () => {
    const engine = await make();
    expect(engine.children()).to.deep.equal([
      "segment-account gcp:serviceaccount/account:Account",
      "segment-bigquery-job-user gcp:projects/iAMMember:IAMMember",
      "segment-bigquery-metadata-viewer gcp:projects/iAMMember:IAMMember",
      "segment-bigquery-user gcp:projects/iAMMember:IAMMember",
      "segment-data-editor-on-dataset-__segment_reverse_etl gcp:bigquery/datasetIamMember:DatasetIamMember",
      "segment-key-a gcp:serviceaccount/key:Key",
      "segment-key-a-version gcp:secretmanager/secretVersion:SecretVersion",
      "segment-key-secret gcp:secretmanager/secret:Secret",
      "segment-state-dataset gcp:bigquery/dataset:Dataset",
    ]);
  });

  it("are exactly these in profile minimal without key, with a state dataset of Segment's", async () => {
    const engine = await make({
      profile: Profile.Minimal,
      stateDataset: { mode: StateDatasetMode.MadeBySegment },
      key: { mode: KeyMode.None },
    });
    expect(engine.children()).to.deep.equal([
      "segment-account gcp:serviceaccount/account:Account",
      "segment-run-queries gcp:projects/iAMMember:IAMMember",
      "segment-run-queries-role gcp:projects/iAMCustomRole:IAMCustomRole",
      "segment-run-queries-role-suffix random:index/randomId:RandomId",
    ]);
  });

  it("make a service account that says whose it is", async () => {
    const engine = await make();
    expect(engine.get("segment-account").inputs).to.deep.equal({
      project: "acme-analytics",
      accountId: "segment-bigquery",
      displayName: "Segment BigQuery",
      description: "Works on BigQuery for Twilio Segment. Managed by Pulumi.",
      disabled: false,
    });
  });

  it("give the account id random digits where asked", async () => {
    const engine = await make({ accountId: "segment", randomAccountId: true });
    expect(engine.get("segment-account").inputs.accountId).to.match(/^segment-[0-9a-f]{6}$/);
    expect(engine.get("segment-account-suffix").inputs).to.deep.equal({ byteLength: 3 });
  });

  it("take the account out of use in place", async () => {
    const engine = await make({ disabled: true });
    expect(engine.get("segment-account").inputs.disabled).to.equal(true);
  });

  it("grant project, dataset and table each by a single member", async () => {
    const engine = await make({
      sources: [{ project: "acme-lake" }, { dataset: "crm" }, { dataset: "web", table: "views" }],
    });
    const role = "roles/bigquery.dataViewer";
    expect(engine.get("segment-data-viewer-on-project-acme-lake").inputs).to.deep.equal({
      project: "acme-lake",
      role,
      member,
    });
    expect(engine.get("segment-data-viewer-on-dataset-crm").inputs).to.deep.equal({
      project: "acme-analytics",
      datasetId: "crm",
      role,
      member,
    });
    expect(engine.get("segment-data-viewer-on-table-web.views").inputs).to.deep.equal({
      project: "acme-analytics",
      datasetId: "web",
      tableId: "views",
      role,
      member,
    });
  });

  it("never set a dataset's access list, a binding or a policy", async () => {
    const engine = await make({ profile: Profile.Minimal, sources: [{ dataset: "crm" }] });
    expect(
      engine.registered.map(({ type }) => type).filter((type) => /Binding|Policy|DatasetAccess/.test(type)),
    ).to.deep.equal([]);
    expect(engine.get("segment-state-dataset").inputs).not.to.have.property("accesses");
  });

  it("make custom roles under ids that no deleted role can hold", async () => {
    const engine = await make({
      profile: Profile.Minimal,
      sources: [{ project: "acme-lake", dataset: "events" }],
    });
    const { roleId, ...role } = engine.get("segment-read-sources-in-acme-lake-role").inputs;
    expect(roleId).to.match(/^segment_read_sources_[0-9a-f]{6}$/);
    expect(role).to.deep.equal({
      project: "acme-lake",
      title: "Segment: read sources",
      description: "Exactly what Twilio Segment needs for this purpose. Managed by Pulumi.",
      permissions: [
        "bigquery.datasets.get",
        "bigquery.tables.get",
        "bigquery.tables.getData",
        "bigquery.tables.list",
      ],
      stage: "GA",
    });
    expect(engine.get("segment-read-sources-in-acme-lake-role-suffix").inputs).to.deep.equal({
      byteLength: 4,
      keepers: { project: "acme-lake" },
    });
    expect(engine.get("segment-source-reader-on-dataset-acme-lake.events").inputs.role).to.equal(
      `projects/acme-lake/roles/${String(roleId)}`,
    );
  });

  it("keep every custom role's id within Google's form", async () => {
    const engine = await make({
      profile: Profile.Minimal,
      sources: [{ project: "p".repeat(30), dataset: "d".repeat(1024), table: "t" }],
      models: [
        { project: "p".repeat(30), dataset: "m-".slice(0, 1).repeat(1024), operations: [ModelOperation.Get] },
      ],
    });
    const ids = engine
      .ofType("gcp:projects/iAMCustomRole:IAMCustomRole")
      .map(({ inputs }) => String(inputs.roleId));
    expect(ids).to.have.length(5);
    for (const id of ids) expect(id).to.match(/^[a-zA-Z0-9_.]{3,62}$/);
  });

  it("make a state dataset without expiration, protected, where Segment queries", async () => {
    const engine = await make({ stateDataset: { kmsKeyName, labels: { owner: "growth" } } });
    const dataset = engine.get("segment-state-dataset");
    expect(dataset.inputs).to.deep.equal({
      project: "acme-analytics",
      datasetId: "__segment_reverse_etl",
      location: "EU",
      description:
        "State of Twilio Segment's syncs: tables must not be changed or deleted. Managed by Pulumi.",
      labels: { owner: "growth" },
      defaultEncryptionConfiguration: { kmsKeyName },
      deleteContentsOnDestroy: false,
    });
    expect(dataset.protect).to.equal(true);
  });

  it("leave the state dataset unprotected where asked", async () => {
    const engine = await make({ stateDataset: { protect: false } });
    expect(engine.get("segment-state-dataset").protect).to.equal(false);
  });

  it("make the state dataset before the grants on it, and hold no other grant back", async () => {
    const engine = await make({ sources: [{ dataset: "crm" }] });
    const after = (name: string) =>
      engine.get(name).dependencies.filter((urn) => urn.endsWith("segment-state-dataset"));
    expect(after("segment-data-editor-on-dataset-__segment_reverse_etl")).to.have.length(1);
    expect(after("segment-data-viewer-on-dataset-crm")).to.have.length(0);
  });

  it("do not make a state dataset that exists", async () => {
    const engine = await make({ stateDataset: { mode: StateDatasetMode.Existing, datasetId: "state" } });
    expect(engine.ofType("gcp:bigquery/dataset:Dataset")).to.deep.equal([]);
    expect(engine.get("segment-data-editor-on-dataset-state").inputs.datasetId).to.equal("state");
  });

  it("make destinations as they make the state dataset, and grants on them after them", async () => {
    const engine = await make({
      products: [Product.Warehouse],
      profile: Profile.Minimal,
      destinations: [
        { dataset: "events", kmsKeyName, labels: { owner: "growth" } },
        { dataset: "orders", protect: false },
        { dataset: "old", mode: DestinationMode.Existing },
      ],
    });
    const { inputs, protect, retainOnDelete, ignoreChanges } = engine.get("segment-destination-events");
    expect({ inputs, protect, retainOnDelete, ignoreChanges }).to.deep.equal({
      inputs: {
        project: "acme-analytics",
        datasetId: "events",
        location: "EU",
        description: "Written by Twilio Segment. Managed by Pulumi.",
        labels: { owner: "growth" },
        defaultEncryptionConfiguration: { kmsKeyName },
        deleteContentsOnDestroy: false,
      },
      protect: true,
      retainOnDelete: true,
      ignoreChanges: ["project", "datasetId", "location"],
    });
    expect(engine.get("segment-destination-orders").protect).to.equal(false);
    expect(
      engine
        .ofType("gcp:bigquery/dataset:Dataset")
        .map(({ name }) => name)
        .sort(),
    ).to.deep.equal(["segment-destination-events", "segment-destination-orders"]);
    const { dependencies, deletedWith } = engine.get("segment-destination-writer-on-dataset-events");
    expect(dependencies.map((urn) => urn.split("::").at(-1))).to.include("segment-destination-events");
    expect(deletedWith).to.match(/::segment-destination-events$/);
    expect(engine.get("segment-destination-writer-on-dataset-old").deletedWith).to.equal("");
  });

  it("grant a connection and a bucket each by a single member", async () => {
    const engine = await make({
      models: [{ dataset: "ml", operations: [ModelOperation.Export] }],
      connections: [{ connection: "vertex" }],
      exportBuckets: [{ bucket: "exports" }],
    });
    const { role: connectionRole, ...connection } = engine.get(
      "segment-connection-user-on-connection-eu.vertex",
    ).inputs;
    expect(connectionRole).to.match(/^projects\/acme-analytics\/roles\/segment_use_connections_/);
    expect(connection).to.deep.equal({
      project: "acme-analytics",
      location: "eu",
      connectionId: "vertex",
      member,
    });
    const { role: bucketRole, ...bucket } = engine.get("segment-model-exporter-on-bucket-exports").inputs;
    expect(bucketRole).to.match(/^projects\/acme-analytics\/roles\/segment_export_models_/);
    expect(bucket).to.deep.equal({ bucket: "exports", member });
  });

  it("keep the key in a secret that the accessors alone may read", async () => {
    const engine = await make({ key: { secret: { accessors: [{ member: "group:a@example.com" }] } } });
    expect(engine.get("segment-key-a").inputs).to.deep.equal({
      serviceAccountId:
        "projects/acme-analytics/serviceAccounts/segment-bigquery@acme-analytics.iam.gserviceaccount.com",
    });
    expect(engine.get("segment-key-secret").inputs).to.deep.equal({
      project: "acme-analytics",
      secretId: "segment-bigquery-key",
      replication: { auto: {} },
    });
    const version = engine.get("segment-key-a-version");
    expect(version.inputs).to.deep.equal({
      secret: "segment-key-secret-id",
      secretData: plantedKey,
      deletionPolicy: "DISABLE",
    });
    expect(version.secrets).to.deep.equal(["secretData"]);
    expect(engine.get("segment-key-secret-accessor-group:a@example.com").inputs).to.deep.equal({
      project: "acme-analytics",
      secretId: "segment-bigquery-key",
      role: "roles/secretmanager.secretAccessor",
      member: "group:a@example.com",
    });
  });

  it("replicate and encrypt the secret as asked", async () => {
    const [eu3, eu4] = ["europe-west3", "europe-west4"];
    const auto = await make({ key: { secret: { kmsKeyName } } });
    expect(auto.get("segment-key-secret").inputs.replication).to.deep.equal({
      auto: { customerManagedEncryption: { kmsKeyName } },
    });
    const regional = await make({
      key: { secret: { project: "acme-security", secretId: "s", locations: [eu3, eu4], labels: { a: "b" } } },
    });
    expect(regional.get("segment-key-secret").inputs).to.deep.equal({
      project: "acme-security",
      secretId: "s",
      labels: { a: "b" },
      replication: { userManaged: { replicas: [{ location: eu3 }, { location: eu4 }] } },
    });
    const keyed = await make({
      key: { secret: { locations: [eu3], kmsKeyNames: { [eu3]: kmsKeyName } } },
    });
    expect(keyed.get("segment-key-secret").inputs.replication).to.deep.equal({
      userManaged: { replicas: [{ location: eu3, customerManagedEncryption: { kmsKeyName } }] },
    });
  });

  it("protect a key in use from deletion and replacement, unless told not to", async () => {
    const kept = await make();
    expect([kept.get("segment-key-a").protect, kept.get("segment-key-a-version").protect]).to.deep.equal([
      true,
      true,
    ]);
    const free = await make({ key: { protect: false } });
    expect([free.get("segment-key-a").protect, free.get("segment-key-a-version").protect]).to.deep.equal([
      false,
      false,
    ]);
  });

  it("enable the services before everything else, and leave them enabled", async () => {
    const engine = await make({ enableApis: true, readApi: ReadApi.Storage });
    const services = engine.ofType("gcp:projects/service:Service");
    expect(services.map(({ name, inputs }) => [name, inputs.service]).sort()).to.deep.equal([
      ["segment-api-bigquery", "bigquery.googleapis.com"],
      ["segment-api-bigquerystorage", "bigquerystorage.googleapis.com"],
      ["segment-api-cloudresourcemanager", "cloudresourcemanager.googleapis.com"],
      ["segment-api-iam", "iam.googleapis.com"],
      ["segment-api-secretmanager", "secretmanager.googleapis.com"],
    ]);
    for (const { inputs } of services) expect(inputs.disableOnDestroy).to.equal(false);
    const waits = engine.registered.filter(
      ({ type, dependencies }) =>
        type.startsWith("gcp:") && dependencies.some((urn) => urn.endsWith("segment-api-iam")),
    );
    expect(waits.map(({ name }) => name)).to.have.members(
      engine.registered
        .filter(({ type }) => type.startsWith("gcp:") && type !== "gcp:projects/service:Service")
        .map(({ name }) => name),
    );
  });
});
