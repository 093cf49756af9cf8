import { expect } from "chai";
import { toPlain, UNKNOWN, type PlainObject } from "../../../../policy/model/plain";
import type { Resource } from "../../../../policy/model/resource";
import { canonical } from "../../../../policy/model/spellings";

const email = "segment@acme.iam.gserviceaccount.com";
const member = `serviceAccount:${email}`;
const cnrm = (group: string, kind: string) => `kubernetes:${group}.cnrm.cloud.google.com/v1beta1:${kind}`;
const inAcme = { annotations: { "cnrm.cloud.google.com/project-id": "acme" } };

function resource(type: string, props: unknown, from: Record<string, string[]> = {}, name = "x"): Resource {
  return {
    urn: `urn:pulumi:test::stack::${type}::${name}`,
    type,
    name,
    props: toPlain(props) as PlainObject,
    propertyDependencies: from,
    dependencies: [],
  };
}

/** The first resource in its new spelling; the others are only there to be referred to. */
function respelt(type: string, props: unknown, ...others: Resource[]): Resource {
  return canonical([resource(type, props), ...others])[0] as Resource;
}

describe("canonical", () => {
  const table: readonly [what: string, type: string, props: object, expected: string, holds: object][] = [
    [
      "an account by its old alias",
      "gcp:serviceAccount/account:Account",
      { accountId: "segment" },
      "gcp:serviceaccount/account:Account",
      { accountId: "segment" },
    ],
    ["a key by its old alias", "gcp:serviceAccount/key:Key", {}, "gcp:serviceaccount/key:Key", {}],
    [
      "an account's member by its old alias",
      "gcp:serviceAccount/iAMMember:IAMMember",
      { member },
      "gcp:serviceaccount/iAMMember:IAMMember",
      { member },
    ],
    [
      "an account's binding by its old alias",
      "gcp:serviceAccount/iAMBinding:IAMBinding",
      {},
      "gcp:serviceaccount/iAMBinding:IAMBinding",
      {},
    ],
    [
      "an account's policy by its old alias",
      "gcp:serviceAccount/iAMPolicy:IAMPolicy",
      {},
      "gcp:serviceaccount/iAMPolicy:IAMPolicy",
      {},
    ],
    ...["v1", "v1beta1", "v3"].map((version): [string, string, object, string, object] => [
      `google-native's project member, ${version}`,
      `google-native:cloudresourcemanager/${version}:ProjectIamMember`,
      { name: "acme", role: "roles/viewer", member },
      "gcp:projects/iAMMember:IAMMember",
      { project: "acme", role: "roles/viewer", member },
    ]),
    [
      "google-native's project binding",
      "google-native:cloudresourcemanager/v1:ProjectIamBinding",
      { name: "projects/acme", role: "roles/viewer", members: [member] },
      "gcp:projects/iAMBinding:IAMBinding",
      { project: "projects/acme", members: [member] },
    ],
    [
      "google-native's project policy",
      "google-native:cloudresourcemanager/v3:ProjectIamPolicy",
      { resource: "acme", bindings: [{ role: "roles/viewer", members: [member] }] },
      "gcp:projects/iAMPolicy:IAMPolicy",
      { project: "acme", bindings: [{ role: "roles/viewer", members: [member] }] },
    ],
    [
      "google-native's folder member",
      "google-native:cloudresourcemanager/v3:FolderIamMember",
      { name: "folders/7", role: "roles/viewer", member },
      "gcp:folder/iAMMember:IAMMember",
      { folder: "folders/7" },
    ],
    [
      "google-native's organization policy",
      "google-native:cloudresourcemanager/v1:OrganizationIamPolicy",
      { organizationId: "9", bindings: [] },
      "gcp:organizations/iAMPolicy:IAMPolicy",
      { orgId: "9", bindings: [] },
    ],
    [
      "google-native's dataset",
      "google-native:bigquery/v2:Dataset",
      {
        datasetReference: { datasetId: "crm", project: "acme" },
        access: [{ role: "READER", userByEmail: email }],
      },
      "gcp:bigquery/dataset:Dataset",
      { datasetId: "crm", project: "acme", accesses: [{ role: "READER", userByEmail: email }] },
    ],
    [
      "google-native's table policy by its path",
      "google-native:bigquery/v2:TableIamMember",
      { name: "projects/acme/datasets/crm/tables/users", role: "roles/bigquery.dataViewer", member },
      "gcp:bigquery/iamMember:IamMember",
      { project: "acme", datasetId: "crm", tableId: "users" },
    ],
    [
      "google-native's role",
      "google-native:iam/v1:Role",
      { roleId: "reader", project: "acme", includedPermissions: ["bigquery.tables.getData"] },
      "gcp:projects/iAMCustomRole:IAMCustomRole",
      { roleId: "reader", permissions: ["bigquery.tables.getData"] },
    ],
    [
      "google-native's organization role",
      "google-native:iam/v1:OrganizationRole",
      { roleId: "reader", organizationId: "9", includedPermissions: ["a.b.c"] },
      "gcp:organizations/iAMCustomRole:IAMCustomRole",
      { orgId: "9", permissions: ["a.b.c"] },
    ],
    [
      "google-native's key",
      "google-native:iam/v1:Key",
      { serviceAccountId: email, privateKeyData: "eA==", validAfterTime: "2026-01-01T00:00:00Z" },
      "gcp:serviceaccount/key:Key",
      { serviceAccountId: email, privateKey: "eA==", validAfter: "2026-01-01T00:00:00Z" },
    ],
    [
      "google-native's account member",
      "google-native:iam/v1:ServiceAccountIamMember",
      {
        name: `projects/acme/serviceAccounts/${email}`,
        role: "roles/iam.serviceAccountUser",
        member: "user:ann@acme.com",
      },
      "gcp:serviceaccount/iAMMember:IAMMember",
      { serviceAccountId: `projects/acme/serviceAccounts/${email}` },
    ],
    [
      "google-native's account policy",
      "google-native:iam/v1:ServiceAccountIamPolicy",
      { serviceAccountId: email, project: "acme", bindings: [] },
      "gcp:serviceaccount/iAMPolicy:IAMPolicy",
      { serviceAccountId: `projects/acme/serviceAccounts/${email}` },
    ],
    [
      "google-native's bucket member as one on something else",
      "google-native:storage/v1:BucketIamMember",
      { name: "b", role: "roles/storage.objectViewer", member },
      "gcp:other/bucketIamMember:BucketIamMember",
      { name: "b" },
    ],
    [
      "google-native's query job",
      "google-native:bigquery/v2:Job",
      { configuration: { query: { query: "SELECT 1" } } },
      "gcp:bigquery/job:Job",
      { query: { query: "SELECT 1" } },
    ],
    [
      "the bridged project member",
      "google:index/projectIamMember:ProjectIamMember",
      { project: "acme", role: "roles/viewer", member },
      "gcp:projects/iAMMember:IAMMember",
      { project: "acme", role: "roles/viewer", member },
    ],
    [
      "the bridged dataset policy, in snake case",
      "google:index/bigqueryDatasetIamPolicy:BigqueryDatasetIamPolicy",
      { dataset_id: "crm", policy_data: "{}" },
      "gcp:bigquery/datasetIamPolicy:DatasetIamPolicy",
      { datasetId: "crm", policyData: "{}" },
    ],
    [
      "the bridged table binding",
      "google-beta:index/bigqueryTableIamBinding:BigqueryTableIamBinding",
      { datasetId: "crm", tableId: "users" },
      "gcp:bigquery/iamBinding:IamBinding",
      { datasetId: "crm", tableId: "users" },
    ],
    [
      "the bridged account member",
      "google:index/serviceAccountIamMember:ServiceAccountIamMember",
      { service_account_id: `projects/acme/serviceAccounts/${email}` },
      "gcp:serviceaccount/iAMMember:IAMMember",
      { serviceAccountId: `projects/acme/serviceAccounts/${email}` },
    ],
    [
      "the bridged dataset",
      "google:index/bigqueryDataset:BigqueryDataset",
      { dataset_id: "crm", access: [{ role: "READER", user_by_email: email }] },
      "gcp:bigquery/dataset:Dataset",
      { datasetId: "crm", accesses: [{ role: "READER", userByEmail: email }] },
    ],
    [
      "the bridged bucket member as one on something else",
      "google:index/storageBucketIamMember:StorageBucketIamMember",
      { bucket: "b", role: "roles/storage.objectViewer", member },
      "gcp:other/storageBucketIamMember:StorageBucketIamMember",
      { bucket: "b" },
    ],
    [
      "Config Connector's member on a project by its external name",
      cnrm("iam", "IAMPolicyMember"),
      {
        metadata: inAcme,
        spec: { member, role: "roles/viewer", resourceRef: { kind: "Project", external: "projects/beta" } },
      },
      "gcp:projects/iAMMember:IAMMember",
      { project: "beta", role: "roles/viewer", member },
    ],
    [
      "Config Connector's member on its own project",
      cnrm("iam", "IAMPolicyMember"),
      { metadata: inAcme, spec: { member, role: "roles/viewer", resourceRef: { kind: "Project" } } },
      "gcp:projects/iAMMember:IAMMember",
      { project: "acme" },
    ],
    [
      "Config Connector's policy on a dataset by its path",
      cnrm("iam", "IAMPolicy"),
      {
        metadata: inAcme,
        spec: {
          resourceRef: { kind: "BigQueryDataset", external: "projects/beta/datasets/crm" },
          bindings: [{ role: "roles/bigquery.dataViewer", members: [member] }],
        },
      },
      "gcp:bigquery/datasetIamPolicy:DatasetIamPolicy",
      {
        project: "beta",
        datasetId: "crm",
        bindings: [{ role: "roles/bigquery.dataViewer", members: [member] }],
      },
    ],
    [
      "Config Connector's partial policy, whose members are objects",
      cnrm("iam", "IAMPartialPolicy"),
      {
        metadata: inAcme,
        spec: {
          resourceRef: { kind: "Project", external: "acme" },
          bindings: [
            {
              role: "roles/viewer",
              members: [
                { member: "user:ann@acme.com" },
                { memberFrom: { serviceAccountRef: { name: "segment" } } },
              ],
            },
          ],
        },
      },
      "gcp:projects/iAMPolicy:IAMPolicy",
      { bindings: [{ role: "roles/viewer", members: ["user:ann@acme.com", member] }] },
    ],
    [
      "Config Connector's member on a table",
      cnrm("iam", "IAMPolicyMember"),
      {
        metadata: inAcme,
        spec: {
          member,
          role: "roles/viewer",
          resourceRef: { kind: "BigQueryTable", external: "projects/acme/datasets/crm/tables/users" },
        },
      },
      "gcp:bigquery/iamMember:IamMember",
      { project: "acme", datasetId: "crm", tableId: "users" },
    ],
    [
      "Config Connector's member on a folder",
      cnrm("iam", "IAMPolicyMember"),
      {
        metadata: inAcme,
        spec: { member, role: "roles/viewer", resourceRef: { kind: "Folder", external: "folders/7" } },
      },
      "gcp:folder/iAMMember:IAMMember",
      { folder: "7" },
    ],
    [
      "Config Connector's member on an account",
      cnrm("iam", "IAMPolicyMember"),
      {
        metadata: inAcme,
        spec: {
          member,
          role: "roles/iam.serviceAccountUser",
          resourceRef: { kind: "IAMServiceAccount", name: "loader" },
        },
      },
      "gcp:serviceaccount/iAMMember:IAMMember",
      { serviceAccountId: "projects/-/serviceAccounts/loader@acme.iam.gserviceaccount.com" },
    ],
    [
      "Config Connector's member on a bucket as one on something else",
      cnrm("iam", "IAMPolicyMember"),
      {
        metadata: inAcme,
        spec: {
          member,
          role: "roles/storage.objectViewer",
          resourceRef: { kind: "StorageBucket", name: "b" },
        },
      },
      "gcp:other/storageBucketIamMember:StorageBucketIamMember",
      { name: "b", project: "acme" },
    ],
    [
      "Config Connector's account",
      cnrm("iam", "IAMServiceAccount"),
      { metadata: { name: "segment", ...inAcme }, spec: { displayName: "Segment" } },
      "gcp:serviceaccount/account:Account",
      { accountId: "segment", project: "acme", displayName: "Segment", email },
    ],
    [
      "Config Connector's custom role",
      cnrm("iam", "IAMCustomRole"),
      { metadata: { name: "reader", ...inAcme }, spec: { permissions: ["a.b.c"], stage: "GA" } },
      "gcp:projects/iAMCustomRole:IAMCustomRole",
      { roleId: "reader", project: "acme", permissions: ["a.b.c"], stage: "GA" },
    ],
    [
      "Config Connector's key",
      cnrm("iam", "IAMServiceAccountKey"),
      {
        metadata: inAcme,
        spec: { serviceAccountRef: { name: "segment" } },
        status: { validAfter: "2026-01-01T00:00:00Z" },
      },
      "gcp:serviceaccount/key:Key",
      { serviceAccountId: `projects/-/serviceAccounts/${email}`, validAfter: "2026-01-01T00:00:00Z" },
    ],
    [
      "Config Connector's dataset",
      cnrm("bigquery", "BigQueryDataset"),
      {
        metadata: { name: "crm-data", ...inAcme },
        spec: { resourceID: "crm", access: [{ role: "READER", userByEmail: email }] },
      },
      "gcp:bigquery/dataset:Dataset",
      { datasetId: "crm", project: "acme", accesses: [{ role: "READER", userByEmail: email }] },
    ],
  ];
  for (const [what, type, props, expected, holds] of table) {
    it(`reads ${what}`, () => {
      const found = respelt(type, props);
      expect(found.type).to.equal(expected);
      for (const [name, value] of Object.entries(holds))
        expect(JSON.parse(JSON.stringify(found.props[name]))).to.deep.equal(value);
    });
  }

  it("keeps URN and name, and lets dependencies follow the renamed property", () => {
    const from = { access: ["urn:a"], datasetReference: ["urn:d"] };
    const original = resource(
      "google-native:bigquery/v2:Dataset",
      { access: [], datasetReference: { datasetId: "crm" } },
      from,
    );
    const [found] = canonical([original]);
    expect(found?.urn).to.equal(original.urn);
    expect(found?.name).to.equal("x");
    expect(found?.propertyDependencies).to.deep.include({ accesses: ["urn:a"], datasetId: ["urn:d"] });
  });

  it("lets what a Config Connector object grants depend on what its spec depends on", () => {
    const spec = {
      role: "roles/viewer",
      memberFrom: { serviceAccountRef: { name: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } },
    };
    const [found] = canonical([
      resource(
        cnrm("iam", "IAMPolicyMember"),
        { spec: { ...spec, resourceRef: { kind: "Project", external: "acme" } } },
        { spec: ["urn:account"] },
      ),
    ]);
    expect(found?.props["member"]).to.equal(UNKNOWN);
    expect(found?.propertyDependencies).to.deep.include({ member: ["urn:account"], role: ["urn:account"] });
  });

  it("finds the account that memberFrom refers to, with its own project", () => {
    const account = resource(
      cnrm("iam", "IAMServiceAccount"),
      {
        metadata: {
          name: "segment",
          namespace: "ns",
          annotations: { "cnrm.cloud.google.com/project-id": "beta" },
        },
        spec: { resourceID: "seg" },
      },
      {},
      "account",
    );
    const found = respelt(
      cnrm("iam", "IAMPolicyMember"),
      {
        metadata: { namespace: "ns" },
        spec: {
          role: "roles/viewer",
          memberFrom: { serviceAccountRef: { name: "segment" } },
          resourceRef: { kind: "Project", external: "acme" },
        },
      },
      account,
    );
    expect(found.props["member"]).to.equal("serviceAccount:seg@beta.iam.gserviceaccount.com");
  });

  it("takes the project from the namespace's annotation, else from the namespace's name", () => {
    const role = { metadata: { name: "r", namespace: "team" }, spec: { permissions: [] } };
    const annotated = resource(
      "kubernetes:core/v1:Namespace",
      { metadata: { name: "team", ...inAcme } },
      {},
      "ns",
    );
    expect(respelt(cnrm("iam", "IAMCustomRole"), role, annotated).props["project"]).to.equal("acme");
    expect(respelt(cnrm("iam", "IAMCustomRole"), role).props["project"]).to.equal("team");
  });

  it("finds a dataset that a reference names by its object", () => {
    const dataset = resource(
      cnrm("bigquery", "BigQueryDataset"),
      { metadata: { name: "data", ...inAcme }, spec: { resourceID: "crm" } },
      {},
      "d",
    );
    const spec = { member, role: "roles/viewer", resourceRef: { kind: "BigQueryDataset", name: "data" } };
    const found = respelt(cnrm("iam", "IAMPolicyMember"), { metadata: {}, spec }, dataset);
    expect(found.props).to.deep.include({ project: "acme", datasetId: "crm" });
  });

  it("passes every other resource on as it is", () => {
    for (const type of [
      "gcp:projects/iAMMember:IAMMember",
      "kubernetes:core/v1:ConfigMap",
      "google-native:storage/v1:Bucket",
      "google:index/storageBucket:StorageBucket",
      "google:index/toString:toString",
      "aws:s3/bucket:Bucket",
      "",
      ":",
      "google-native",
    ]) {
      const one = resource(type, {});
      expect(canonical([one])[0]).to.equal(one);
    }
  });

  const spelt = [
    cnrm("iam", "IAMPolicyMember"),
    cnrm("iam", "IAMPolicy"),
    cnrm("iam", "IAMPartialPolicy"),
    cnrm("iam", "IAMServiceAccount"),
    cnrm("iam", "IAMServiceAccountKey"),
    cnrm("iam", "IAMCustomRole"),
    cnrm("iam", "IAMWorkloadIdentityPoolProvider"),
    cnrm("bigquery", "BigQueryDataset"),
    cnrm("bigquery", "BigQueryTable"),
    "google-native:cloudresourcemanager/v1:ProjectIamPolicy",
    "google-native:bigquery/v2:Dataset",
    "google-native:bigquery/v2:TableIamPolicy",
    "google-native:iam/v1:ServiceAccountIamMember",
    "google:index/projectIamMember:ProjectIamMember",
    "google:index/bigqueryDataset:BigqueryDataset",
  ];
  const odd: readonly unknown[] = [
    {},
    { spec: null, metadata: null, name: null },
    { spec: UNKNOWN, metadata: UNKNOWN, name: UNKNOWN, access: UNKNOWN },
    { spec: [], metadata: "text", name: [], access: 7 },
    { spec: { resourceRef: null, bindings: {}, memberFrom: [], member: {} } },
    {
      spec: {
        resourceRef: UNKNOWN,
        bindings: [null, UNKNOWN, "x", { members: [null, UNKNOWN, {}] }],
        memberFrom: UNKNOWN,
      },
    },
    { spec: { resourceRef: { kind: "__proto__", name: "constructor", external: 4 }, role: {} } },
    { dataset_id: null, __proto__: null, _: 1, a__b_: [{ c_d: null }] },
  ];
  for (const type of spelt)
    it(`takes ${type} with missing, unknown and wrongly typed properties`, () => {
      for (const props of odd) expect(() => respelt(type, props)).not.to.throw();
    });
});
