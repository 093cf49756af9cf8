import { expect } from "chai";
import { documentedStack, make, messages, type TestResource } from "../support";

const models = (...operations: readonly string[]) => [{ dataset: "ml", operations }];

const custom = (name: string, ...permissions: readonly string[]) => make.customRole(name, permissions);

const onModels = (...permissions: readonly string[]) => [
  custom("ml", ...permissions),
  make.datasetMember("use-models", "ml", "projects/acme/roles/ml"),
];

const connectionMember = (role: string, props: Readonly<Record<string, unknown>> = {}): TestResource => ({
  type: "gcp:bigquery/connectionIamMember:ConnectionIamMember",
  name: "over",
  props: { project: "acme", location: "eu", connectionId: "vertex", role, member: make.member, ...props },
});

const bucketMember = (role: string, bucket = "acme-models"): TestResource => ({
  type: "gcp:storage/bucketIAMMember:BucketIAMMember",
  name: "exports",
  props: { bucket, role, member: make.member },
});

const creating = ["bigquery.models.create", "bigquery.models.getData", "bigquery.models.updateData"];

describe("models that queries train", () => {
  const config = { sources: [], models: models("create") };
  const stack = [...documentedStack().filter(({ name }) => name !== "read-crm"), ...onModels(...creating)];

  it("advises to declare what they are trained on, where nothing is a source", () => {
    expect(messages(stack, config)).to.deep.equal([
      "advisory: Segment is declared to create BigQuery ML models in dataset acme.ml, and no source is declared. A model is trained on data that the account reads. Fix: declare as sources what the models are trained on. [missing-permissions]",
    ]);
  });

  it("accepts them where a source is declared, or a connection for remote ones, and operations that train nothing", () => {
    const crm = make.datasetMember("read-crm", "crm", "roles/bigquery.dataViewer");
    expect(messages([...stack, crm], { ...config, sources: ["acme.crm"] })).to.deep.equal([]);
    const over = [
      custom("over", "bigquery.connections.delegate"),
      connectionMember("projects/acme/roles/over"),
    ];
    expect(messages([...stack, ...over], { ...config, connections: ["eu.vertex"] })).to.deep.equal([]);
    const predicting = [
      ...documentedStack().filter(({ name }) => name !== "read-crm"),
      ...onModels("bigquery.models.getData"),
    ];
    expect(messages(predicting, { sources: [], models: models("predict") })).to.deep.equal([]);
  });
});

describe("connections of remote models", () => {
  const config = { sources: ["acme.crm"], connections: ["eu.vertex"] };
  const over = (...permissions: readonly string[]) => [
    ...documentedStack(),
    custom("over", ...permissions),
    connectionMember("projects/acme/roles/over"),
  ];

  it("accepts to delegate and to use a declared one, which is then no way to more", () => {
    for (const profile of ["documented", "minimal"])
      expect(
        messages(
          over("bigquery.connections.delegate", "bigquery.connections.use")
            .filter(({ name }) => name !== "user")
            .concat(make.projectMember("jobs", "roles/bigquery.jobUser")),
          { ...config, profile },
        ),
        profile,
      ).to.deep.equal([]);
  });

  it("rejects a declared one that cannot be delegated, and names the permission", () => {
    const found = messages([...documentedStack(), connectionMember("roles/bigquery.connectionUser")], config);
    expect(found).to.have.length(1);
    expect(found[0]).to.include(
      "Segment lacks bigquery.connections.delegate on connection vertex of project acme",
    );
  });

  it("rejects the same on every other connection, in another place, and on the project", () => {
    const stack = over("bigquery.connections.delegate");
    for (const connections of [["eu.other"], ["us.vertex"], ["other.eu.vertex"], undefined])
      expect(messages(stack, { ...config, connections }).join(), String(connections)).to.include(
        "[privilege-escalation]",
      );
    const onProject = [
      ...over("bigquery.connections.delegate"),
      make.projectMember("wide", "projects/acme/roles/over"),
    ];
    const found = messages(onProject, config);
    expect(found).to.have.length(1);
    expect(found[0]).to.include("on project acme").and.include("[privilege-escalation]");
  });

  it("rejects what else is held on a declared one", () => {
    const found = messages(
      over(
        "bigquery.connections.delegate",
        "bigquery.connections.update",
        "bigquery.connections.setIamPolicy",
      ),
      config,
    );
    expect(found.join())
      .to.include("bigquery.connections.update")
      .and.include("bigquery.connections.setIamPolicy");
    expect(found.join()).not.to.include("bigquery.connections.delegate");
  });
});

describe("buckets to which models are exported", () => {
  const config = {
    sources: ["acme.crm"],
    models: models("export"),
    exportBuckets: ["acme-models"],
  };
  const stack = [...documentedStack(), ...onModels("bigquery.models.export")];

  it("accepts to create objects in a declared one, by a custom role or by Object Creator", () => {
    expect(messages([...stack, bucketMember("roles/storage.objectCreator")], config)).to.deep.equal([]);
    const own = [custom("out", "storage.objects.create"), bucketMember("projects/acme/roles/out")];
    expect(messages([...stack, ...own], config)).to.deep.equal([]);
  });

  it("rejects a declared one without it, and names the permission", () => {
    const found = messages(stack, config);
    expect(found).to.have.length(1);
    expect(found[0]).to.include("Segment lacks storage.objects.create on storage bucket acme-models");
  });

  it("rejects more than that, and any role on a bucket that is not declared", () => {
    const own = [
      custom("out", "storage.objects.create", "storage.objects.get"),
      bucketMember("projects/acme/roles/out"),
    ];
    const found = messages([...stack, ...own], config);
    expect(found).to.have.length(1);
    expect(found[0]).to.include("storage.objects.get").and.include("[excess-permissions]");
    const other = messages([...stack, bucketMember("roles/storage.objectCreator", "other")], {
      ...config,
      exportBuckets: [],
    });
    expect(other.join()).to.include("storage bucket other").and.include("[excess-permissions]");
  });
});
