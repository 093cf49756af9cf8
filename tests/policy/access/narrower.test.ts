import { expect } from "chai";
import { packConfig } from "../../../policy/access/config";
import { narrowerRole } from "../../../policy/access/singleResource";
import { fromPolicyResource } from "../../../policy/stack/fromPulumi";
import { toPlain } from "../../../policy/stack/plain";
import { asPolicyResources, make, type TestResource, today, unknown } from "../support";

const state = "__segment_reverse_etl";

const viewer = "roles/bigquery.dataViewer";

const editor = "roles/bigquery.dataEditor";

const owner = "roles/bigquery.dataOwner";

const admin = "roles/bigquery.admin";

const user = "roles/bigquery.user";

const jobUser = "roles/bigquery.jobUser";

const studioUser = "roles/bigquery.studioUser";

const { member } = make;

const typed = (type: string, props: Readonly<Record<string, unknown>>): TestResource => ({
  type,
  name: "it",
  props: { project: "acme", ...props },
});

const onCrm = (role: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  make.datasetMember("it", "crm", role, more);

const onProject = (role: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  make.projectMember("it", role, more);

function narrowed(
  resource: TestResource,
  config: Readonly<Record<string, unknown>> = {},
): string | undefined {
  const [policyResource] = asPolicyResources([resource]).map(fromPolicyResource);
  if (!policyResource) throw new Error("one resource is to be judged");
  const given = { serviceAccounts: [make.email], sources: ["acme.crm"], ...config };
  return narrowerRole(policyResource, packConfig(toPlain(given)), today);
}

type Case = readonly [title: string, TestResource, config?: Readonly<Record<string, unknown>>];

const models = (...operations: string[]) => ({ models: [{ dataset: "acme.crm", operations }] });

describe("narrowerRole", () => {
  for (const [title, resource, to, config] of [
    ["on a source dataset", onCrm(editor), viewer],
    ["on one of several sources", onCrm(owner), viewer, { sources: ["acme", "other.crm", "acme.crm"] }],
    ["on a source in another project", onCrm(editor, { project: "data" }), viewer, { sources: ["data.crm"] }],
    [
      "on a source table",
      make.tableMember("it", "crm", "users", editor),
      viewer,
      { sources: ["acme.crm.users"] },
    ],
    ["on the state dataset", make.datasetMember("it", state, owner), editor],
    [
      "on a state dataset that is also a source",
      make.datasetMember("it", state, owner),
      editor,
      { sources: [`acme.${state}`] },
    ],
    [
      "on the state dataset that is configured",
      make.datasetMember("it", "kept", owner),
      editor,
      { stateDataset: "kept" },
    ],
    ["on the project", onProject(admin), jobUser],
    ["on the project, which documented accepts User on", onProject(user), jobUser, { profile: "minimal" }],
    ["where nothing of what is lost is needed", onCrm(editor), viewer, models("predict", "export")],
    [
      "that never gave what else is needed",
      onProject(studioUser),
      jobUser,
      { segmentCreatesStateDataset: true },
    ],
    [
      "that gave nothing else that is needed on the project",
      onProject("roles/bigquerydatatransfer.serviceAgent"),
      jobUser,
      { segmentCreatesStateDataset: true, readApi: "STORAGE" },
    ],
  ] as readonly (readonly [string, TestResource, string, Readonly<Record<string, unknown>>?])[]) {
    it(`narrows a role ${title} to ${to}`, () => {
      expect(narrowed(resource, config)).to.equal(to);
    });
  }

  const uncertain: readonly Case[] = [
    ["a role that is not too broad on a source", onCrm(viewer)],
    ["a role that is not too broad on the project", onProject(user)],
    ["a role on a dataset that is not declared", make.datasetMember("it", "hr", editor)],
    ["a role on a table of a source dataset", make.tableMember("it", "crm", "users", editor)],
    ["a role on a dataset of which one table is a source", onCrm(editor), { sources: ["acme.crm.users"] }],
    ["a role on a dataset of a source project", onCrm(editor), { sources: ["acme"] }],
    ["a role on a dataset while no sources are declared", onCrm(owner), { sources: undefined }],
    ["a role on the same dataset of another project", onCrm(editor, { project: "other" })],
    [
      "a role on the usual state dataset where another is configured",
      make.datasetMember("it", state, owner),
      { stateDataset: "kept" },
    ],
    ["a role on another project", onProject(admin, { project: "other" })],
    ["a role on the folder", typed("gcp:folder/iAMMember:IAMMember", { folder: "7", role: admin, member })],
    [
      "a role on a bucket",
      typed("gcp:storage/bucketIAMMember:BucketIAMMember", {
        bucket: "b",
        role: "roles/storage.admin",
        member,
      }),
    ],
    ["a project role that holds no part of what serves", onProject(viewer)],
    [
      "a dataset role that holds a part of what serves",
      make.datasetMember("it", state, viewer),
      { profile: "minimal" },
    ],
    ["a role by which the whole project is read", onProject(admin), { sources: ["acme"] }],
    ["a role by which read sessions are opened", onProject(admin), { readApi: "STORAGE" }],
    ["a role by which the state dataset is made", onProject(admin), { segmentCreatesStateDataset: true }],
    ["a role by which models are made", onCrm(editor), models("predict", "create")],
    ["a custom role", onCrm("projects/acme/roles/wide")],
    ["a role that is not known yet", onProject(unknown)],
    ["a role on a project that is not known yet", onProject(admin, { project: unknown })],
    [
      "a role under a condition",
      onProject(admin, {
        condition: { title: "t", expression: 'request.time < timestamp("2027-01-01T00:00:00Z")' },
      }),
    ],
    ["a role of somebody else", onProject(admin, { member: "user:ana@example.com" })],
    ["a role of everybody", onProject(admin, { member: "allUsers" })],
    ["a role of nobody", onProject(admin, { member: null })],
    ["a role where the config names no account", onProject(admin), { serviceAccounts: undefined }],
  ];
  for (const [title, resource, config] of uncertain) {
    it(`leaves alone ${title}`, () => {
      expect(narrowed(resource, config)).to.equal(undefined);
    });
  }

  const lists: readonly Case[] = [
    ["a binding", typed("gcp:projects/iAMBinding:IAMBinding", { role: admin, members: [member] })],
    [
      "a policy",
      typed("gcp:projects/iAMPolicy:IAMPolicy", {
        policyData: JSON.stringify({ bindings: [{ role: admin, members: [member] }] }),
      }),
    ],
    [
      "a dataset's access list",
      typed("gcp:bigquery/dataset:Dataset", {
        datasetId: "crm",
        accesses: [{ role: "WRITER", userByEmail: make.email }],
      }),
    ],
    [
      "a DatasetAccess",
      typed("gcp:bigquery/datasetAccess:DatasetAccess", {
        datasetId: "crm",
        role: editor,
        userByEmail: make.email,
      }),
    ],
  ];
  for (const [title, resource] of lists) {
    it(`leaves alone ${title}, although it grants Segment too much`, () => {
      expect(narrowed(resource)).to.equal(undefined);
    });
  }
});
