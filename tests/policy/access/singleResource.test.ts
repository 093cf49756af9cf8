import { expect } from "chai";
import { assess } from "../../../policy/access/assessment";
import { packConfig } from "../../../policy/access/config";
import type { Declaration } from "../../../policy/access/declaration";
import { excessesAlone, widestDeclaration } from "../../../policy/access/singleResource";
import { modelOperationNames } from "../../../policy/facts/modelOperations";
import { productNames } from "../../../policy/facts/products";
import { bucket, type Scope, scopeText } from "../../../policy/iam/scope";
import { fromPolicyResource } from "../../../policy/stack/fromPulumi";
import { toPlain } from "../../../policy/stack/plain";
import { asPolicyResources, make, type TestResource, today, unknown } from "../support";

const viewer = "roles/bigquery.dataViewer";

const editor = "roles/bigquery.dataEditor";

const owner = "roles/bigquery.dataOwner";

const admin = "roles/bigquery.admin";

const user = "roles/bigquery.user";

const readSessionUser = "roles/bigquery.readSessionUser";

/** Of BigQuery it holds `datasets.create` only. */
const makesDatasets = "roles/storageinsights.serviceAgent";

const { member } = make;

type Config = Readonly<Record<string, unknown>>;

const typed = (type: string, props: Readonly<Record<string, unknown>>): TestResource => ({
  type,
  name: "it",
  props: { project: "acme", member, ...props },
});

const onProject = (role: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  make.projectMember("it", role, more);

const onCrm = (role: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  make.datasetMember("it", "crm", role, more);

const onTable = (role: unknown) => make.tableMember("it", "crm", "users", role);

const onRoutine = (role: unknown) =>
  typed("gcp:bigquery/routineIamMember:RoutineIamMember", { datasetId: "crm", routineId: "f", role });

const onFolder = (role: unknown) => typed("gcp:folder/iAMMember:IAMMember", { folder: "7", role });

const onBucket = (role: unknown, project: unknown = "acme") =>
  typed("gcp:storage/bucketIAMMember:BucketIAMMember", { bucket: "b", project, role });

function found(resource: TestResource, config: Config = {}): string[] {
  const stack = asPolicyResources([resource]).map(fromPolicyResource);
  return excessesAlone(assess(stack, packConfig(toPlain(config)), today)).map(
    ({ role, scope }) => `${role.name} on ${scopeText(scope)}`,
  );
}

type Case = readonly [title: string, TestResource, Config?];

describe("excessesAlone", () => {
  const closed = { sources: ["acme.hr"], stateDataset: "acme.state" };

  describe("is certain of", () => {
    const certain: readonly (readonly [string, TestResource, string, Config?])[] = [
      ["a project's administrator", onProject(admin), `${admin} on project acme`],
      ["one of another project", onProject(admin, { project: "other" }), `${admin} on project other`],
      ["what only raises itself", onCrm(owner), `${owner} on dataset acme.crm`, { sources: ["acme.crm"] }],
      ["what no source or state dataset accepts", onCrm(editor), `${editor} on dataset acme.crm`, closed],
      ["reading a dataset that is no source", onCrm(viewer), `${viewer} on dataset acme.crm`, closed],
      ["reading a table that is no source", onTable(viewer), `${viewer} on table acme.crm.users`, closed],
      ["reading a routine that is no source", onRoutine(viewer), `${viewer} on routine acme.crm.f`, closed],
      [
        "what profile minimal does not accept",
        onProject(user),
        `${user} on project acme`,
        { profile: "minimal" },
      ],
      [
        "read sessions, where the REST API is configured",
        onProject(readSessionUser),
        `${readSessionUser} on project acme`,
        { profile: "minimal", readApi: "REST" },
      ],
      [
        "making datasets, where the state dataset is configured to be there",
        onProject(makesDatasets),
        `${makesDatasets} on project acme`,
        { profile: "minimal", segmentCreatesStateDataset: false, products: ["linked-events"] },
      ],
      [
        "what no page of the configured product asks for",
        onProject(owner),
        `${owner} on project acme`,
        { products: ["linked-events"] },
      ],
      ["any role on a folder", onFolder(user), `${user} on folder 7`],
      ["a role on a bucket of an unknown project", onBucket(user, unknown), `${user} on storage bucket b`],
    ];
    for (const [title, resource, text, config] of certain) {
      it(title, () => {
        expect(found(resource, config)).to.deep.equal([text]);
      });
    }
  });

  describe("leaves to the whole stack", () => {
    const open: readonly Case[] = [
      ["what keeps the state, for the dataset may be Segment's", onCrm(editor)],
      ["the same in another project", onCrm(editor, { project: "other" })],
      ["the same on a table", onTable(editor)],
      ["the same on a routine in it", onRoutine(editor)],
      ["reading a dataset, for it may be a source", onCrm(viewer), { stateDataset: "acme.state" }],
      ["reading a routine in it", onRoutine(viewer), { stateDataset: "acme.state" }],
      ["reading the project", onProject(viewer)],
      ["what a page of Segment's asks for, for nobody says the product", onProject(owner)],
      ["the same on a dataset", onCrm(owner)],
      [
        "what a component grants, which declares its products",
        {
          ...onProject(owner),
          urn: "urn:pulumi:s::p::segment-bigquery:index:SegmentBigQuery$gcp:projects/iAMMember:IAMMember::it",
        },
        closed,
      ],
      ["loading a destination, for it may be one", onCrm(editor), { ...closed, products: ["warehouse"] }],
      [
        "a documented role on another project, for Segment may run its queries there",
        onProject(user, { project: "other" }),
      ],
      ["a documented role on a dataset of another project", onCrm(user, { project: "other" })],
      [
        "read sessions, for the Storage API may be chosen",
        onProject(readSessionUser),
        { profile: "minimal" },
      ],
      ["making datasets, for Segment may make its own", onProject(makesDatasets), { profile: "minimal" }],
      ["a role that is accepted", onCrm(viewer), { sources: ["acme.crm"] }],
      [
        "a role to act as others, which is a finding of its own",
        onProject("roles/iam.serviceAccountTokenCreator"),
      ],
      ["a role that the catalogue does not hold", onProject("roles/else.admin")],
      ["such a role on a bucket", onBucket("roles/storage.admin")],
      ["a custom role", onProject("projects/acme/roles/wide")],
      ["a role that is not known yet", onProject(unknown)],
      ["a project that is not known yet", onProject(admin, { project: unknown })],
      ["a group", onProject(admin, { member: "group:all@acme.com" })],
      [
        "a condition",
        onProject(admin, {
          condition: { title: "t", expression: 'request.time < timestamp("2027-01-01T00:00:00Z")' },
        }),
      ],
      [
        "the project's service accounts",
        onProject(admin, {
          member: "principalSet://cloudresourcemanager.googleapis.com/projects/acme/type/ServiceAccount",
        }),
      ],
    ];
    for (const [title, resource, config] of open) {
      it(title, () => {
        expect(found(resource, config)).to.deep.equal([]);
      });
    }
  });

  it("names every role of a list", () => {
    const accesses = [owner, "roles/bigquery.studioAdmin", viewer].map((role) => ({
      role,
      userByEmail: make.email,
    }));
    const list = typed("gcp:bigquery/dataset:Dataset", { datasetId: "crm", accesses });
    expect(found(list, { products: ["linked-events"] })).to.deep.equal([
      `${owner} on dataset acme.crm`,
      "roles/bigquery.studioAdmin on dataset acme.crm",
    ]);
  });
});

describe("widestDeclaration", () => {
  const declared: Declaration = {
    products: ["linked-events"],
    project: "acme",
    profile: "minimal",
    readApi: "REST",
    sources: [{ project: "acme", dataset: "hr" }],
    models: [{ project: "acme", dataset: "ml", operations: ["predict"] }],
    stateDataset: { project: "acme", dataset: "state" },
    segmentCreatesStateDataset: false,
    destinations: [{ project: "acme", dataset: "raw" }],
    connections: [{ project: "acme", location: "eu", connection: "vertex" }],
    exportBuckets: ["acme-models"],
    segmentCreatesDestinations: false,
  };
  const widest = (config: Config, scope: Scope) =>
    widestDeclaration(declared, packConfig(toPlain(config)), scope);
  const bucketOf = (project: string): Scope => ({ kind: "other", type: bucket, id: "lake", project });
  const table: Scope = { kind: "table", project: "data", dataset: "crm", table: "users" };

  it("accepts all that may be declared for the scope, where nothing is configured", () => {
    expect(widest({}, table)).to.deep.equal({
      products: productNames,
      project: "data",
      profile: "documented",
      readApi: "STORAGE",
      segmentCreatesStateDataset: true,
      sources: [{ project: "data" }],
      models: [{ project: "data", dataset: "crm", operations: modelOperationNames }],
      stateDataset: { project: "data", dataset: "crm" },
      destinations: [{ project: "data", dataset: "crm" }],
      connections: [],
      exportBuckets: [],
      segmentCreatesDestinations: true,
    });
  });

  it("is of the configured products, else of every product unless sources are configured", () => {
    const products = (config: Config, ofComponent = false) =>
      widestDeclaration(declared, packConfig(toPlain(config)), table, ofComponent).products;
    expect(products({ products: ["warehouse"] })).to.deep.equal(["warehouse"]);
    expect(products({ sources: ["acme.hr"] })).to.deep.equal(["linked-events"]);
    expect(products({ sources: ["acme.hr"] }, true)).to.deep.equal(productNames);
    expect(products({})).to.deep.equal(productNames);
  });

  it("keeps what is configured", () => {
    const config = {
      profile: "minimal",
      readApi: "REST",
      segmentCreatesStateDataset: false,
      sources: ["acme.hr"],
      models: [{ dataset: "acme.ml", operations: ["predict"] }],
      stateDataset: "state",
      destinations: ["acme.raw"],
      connections: ["eu.vertex"],
      exportBuckets: ["acme-models"],
      segmentCreatesDestinations: false,
    };
    expect(widest(config, table)).to.deep.equal({ ...declared, project: "data" });
    const connection: Scope = { kind: "connection", project: "data", location: "us", connection: "lake" };
    expect(widest(config, connection).connections).to.deep.equal(declared.connections);
    expect(widest(config, bucketOf("data"))).to.deep.include({ exportBuckets: ["acme-models"] });
  });

  it("takes a connection and a bucket for one that may be declared", () => {
    const connection: Scope = { kind: "connection", project: "data", location: "us", connection: "lake" };
    expect(widest({}, connection).connections).to.deep.equal([
      { project: "data", location: "us", connection: "lake" },
    ]);
    const nowhere: Scope = { kind: "connection", project: "data", connection: "lake" };
    expect(widest({}, nowhere).connections).to.deep.equal([]);
    expect(widest({}, bucketOf("data"))).to.deep.include({ connections: [], exportBuckets: ["lake"] });
    expect(widest({}, { kind: "other", type: "Pub/Sub topic", id: "lake" }).exportBuckets).to.deep.equal([]);
  });

  it("takes the account's own project where the scope lies in none", () => {
    expect(widest({}, { kind: "folder", folder: "7" })).to.deep.include({
      project: "acme",
      sources: [{ project: "acme" }],
      stateDataset: { project: "acme", dataset: "state" },
    });
  });
});
