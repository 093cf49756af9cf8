import { expect } from "chai";
import { normalize } from "../../../../policy/stack/normalize";
import { UNKNOWN } from "../../../../policy/stack/plain";
import { expectSpelling, type Gains, made } from "./support";

type Row = readonly [what: string, token: string, props: object, type: string, gains: Gains];

const email = "segment@acme.iam.gserviceaccount.com";

describe("googleNative: resources", () => {
  const table: readonly Row[] = [
    [
      "a dataset by its reference",
      "bigquery/v2:Dataset",
      { datasetReference: { datasetId: "crm", project: "acme" }, access: [{ role: "READER" }] },
      "gcp:bigquery/dataset:Dataset",
      {
        accesses: [[{ role: "READER" }], "access"],
        datasetId: ["crm", "datasetReference"],
        project: ["acme", "datasetReference"],
      },
    ],
    [
      "a dataset by Google's own name of the project in its reference",
      "bigquery/v2:Dataset",
      { datasetReference: { datasetId: "crm", projectId: "acme" } },
      "gcp:bigquery/dataset:Dataset",
      { datasetId: ["crm", "datasetReference"], project: ["acme", "datasetReference"] },
    ],
    [
      "a dataset by its own properties before its reference",
      "bigquery/v2:Dataset",
      { datasetReference: { datasetId: "old", project: "beta" }, datasetId: "crm", project: "acme" },
      "gcp:bigquery/dataset:Dataset",
      { datasetId: ["crm", "datasetId"], project: ["acme", "project"] },
    ],
    [
      "a dataset whose reference leaves the project open",
      "bigquery/v2:Dataset",
      { datasetReference: { datasetId: "crm", project: "" }, project: null },
      "gcp:bigquery/dataset:Dataset",
      { datasetId: ["crm", "datasetReference"] },
    ],
    [
      "a dataset with an empty project beside Google's own name of it",
      "bigquery/v2:Dataset",
      { datasetReference: { datasetId: "crm", project: "", projectId: "acme" } },
      "gcp:bigquery/dataset:Dataset",
      { datasetId: ["crm", "datasetReference"], project: ["acme", "datasetReference"] },
    ],
    [
      "a dataset whose reference is not known yet",
      "bigquery/v2:Dataset",
      { datasetReference: UNKNOWN, access: UNKNOWN },
      "gcp:bigquery/dataset:Dataset",
      {
        accesses: [UNKNOWN, "access"],
        datasetId: [UNKNOWN, "datasetReference"],
        project: [UNKNOWN, "datasetReference"],
      },
    ],
    [
      "a table",
      "bigquery/v2:Table",
      {
        tableReference: { datasetId: "crm", tableId: "users", project: "acme" },
        view: { query: "SELECT 1" },
      },
      "gcp:bigquery/table:Table",
      {
        datasetId: ["crm", "tableReference"],
        tableId: ["users", "tableReference"],
        project: ["acme", "tableReference"],
      },
    ],
    [
      "a table by Google's own name of the project",
      "bigquery/v2:Table",
      { datasetId: "crm", tableReference: { datasetId: "old", tableId: "users", projectId: "acme" } },
      "gcp:bigquery/table:Table",
      {
        datasetId: ["crm", "datasetId"],
        tableId: ["users", "tableReference"],
        project: ["acme", "tableReference"],
      },
    ],
    [
      "a routine",
      "bigquery/v2:Routine",
      {
        routineReference: { datasetId: "crm", routineId: "f", project: "acme" },
        definitionBody: "SELECT 1",
      },
      "gcp:bigquery/routine:Routine",
      {
        datasetId: ["crm", "routineReference"],
        routineId: ["f", "routineReference"],
        project: ["acme", "routineReference"],
      },
    ],
    [
      "a routine by Google's own name of the project",
      "bigquery/v2:Routine",
      { routineReference: { datasetId: "crm", routineId: "f", projectId: "acme" } },
      "gcp:bigquery/routine:Routine",
      {
        datasetId: ["crm", "routineReference"],
        routineId: ["f", "routineReference"],
        project: ["acme", "routineReference"],
      },
    ],
    [
      "a query job",
      "bigquery/v2:Job",
      { configuration: { query: { query: "SELECT 1" } } },
      "gcp:bigquery/job:Job",
      { query: [{ query: "SELECT 1" }, "configuration"] },
    ],
    [
      "a job that is no query",
      "bigquery/v2:Job",
      { configuration: { load: {} } },
      "gcp:bigquery/job:Job",
      {},
    ],
    [
      "a scheduled query",
      "bigquerydatatransfer/v1:TransferConfig",
      { params: { query: "SELECT 1" } },
      "gcp:bigquery/dataTransferConfig:DataTransferConfig",
      {},
    ],
    [
      "a project's role",
      "iam/v1:Role",
      { roleId: "reader", includedPermissions: ["bigquery.tables.get"], stage: "GA" },
      "gcp:projects/iAMCustomRole:IAMCustomRole",
      { permissions: [["bigquery.tables.get"], "includedPermissions"] },
    ],
    [
      "an organization's role",
      "iam/v1:OrganizationRole",
      { roleId: "reader", organizationId: "9", includedPermissions: UNKNOWN },
      "gcp:organizations/iAMCustomRole:IAMCustomRole",
      { orgId: ["9", "organizationId"], permissions: [UNKNOWN, "includedPermissions"] },
    ],
    [
      "an account",
      "iam/v1:ServiceAccount",
      { accountId: "segment", project: "acme" },
      "gcp:serviceaccount/account:Account",
      {},
    ],
    [
      "a key",
      "iam/v1:Key",
      {
        serviceAccountId: email,
        privateKeyData: "eA==",
        validAfterTime: "2026-01-01T00:00:00Z",
        validBeforeTime: "2026-02-01T00:00:00Z",
      },
      "gcp:serviceaccount/key:Key",
      {
        publicKeyData: [null, "publicKeyData"],
        privateKey: ["eA==", "privateKeyData"],
        validAfter: ["2026-01-01T00:00:00Z", "validAfterTime"],
        validBefore: ["2026-02-01T00:00:00Z", "validBeforeTime"],
      },
    ],
    [
      "a key that Google made, as it is once it exists",
      "iam/v1:Key",
      { serviceAccountId: email, publicKeyData: "eQ==", keyOrigin: "GOOGLE_PROVIDED" },
      "gcp:serviceaccount/key:Key",
      { publicKey: ["eQ==", "publicKeyData"], publicKeyData: [null, "publicKeyData"] },
    ],
    [
      "a key that was uploaded",
      "iam/v1:Key",
      { serviceAccountId: email, publicKeyData: "eQ==", keyOrigin: "USER_PROVIDED" },
      "gcp:serviceaccount/key:Key",
      { publicKey: ["eQ==", "publicKeyData"], publicKeyData: ["eQ==", "publicKeyData"] },
    ],
    [
      "a workload pool",
      "iam/v1:WorkloadIdentityPool",
      { workloadIdentityPoolId: "ci" },
      "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
      {},
    ],
    ...["Provider", "WorkloadIdentityPoolProvider"].map((name): Row => [
      `a workload pool's provider called ${name}`,
      `iam/v1:${name}`,
      { workloadIdentityPoolId: "ci", attributeCondition: "true" },
      "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
      {},
    ]),
    [
      "a project",
      "cloudresourcemanager/v1:Project",
      { projectId: "acme", projectNumber: "123" },
      "gcp:organizations/project:Project",
      { number: ["123", "projectNumber"] },
    ],
    [
      "a group",
      "cloudidentity/v1:Group",
      { name: "groups/abc", groupKey: { id: "data@acme.com" } },
      "gcp:cloudidentity/group:Group",
      {},
    ],
    [
      "a membership, by the name of its group",
      "cloudidentity/v1:Membership",
      { groupId: "abc", preferredMemberKey: { id: email } },
      "gcp:cloudidentity/groupMembership:GroupMembership",
      { group: ["groups/abc", "groupId"] },
    ],
    [
      "a membership that names its group with the collection",
      "cloudidentity/v1beta1:Membership",
      { groupId: "groups/abc" },
      "gcp:cloudidentity/groupMembership:GroupMembership",
      { group: ["groups/abc", "groupId"] },
    ],
    [
      "a membership of a group that is not known yet",
      "cloudidentity/v1:Membership",
      { groupId: UNKNOWN },
      "gcp:cloudidentity/groupMembership:GroupMembership",
      { group: [UNKNOWN, "groupId"] },
    ],
    [
      "a membership of no group",
      "cloudidentity/v1:Membership",
      {},
      "gcp:cloudidentity/groupMembership:GroupMembership",
      {},
    ],
  ];
  for (const [what, token, props, type, gains] of table)
    it(`reads ${what}`, () => {
      expectSpelling(made(`google-native:${token}`, props), type, gains);
    });

  for (const token of [
    "google-native:bigquery/v2:Model",
    "google-native:sqladmin/v1:Database",
    "google-native:iam/v1:Dataset",
    "google-native:bigquery:Dataset",
    "google-native:bigquery/v2:Dataset:x",
    "google-native:bigquery/v2:TableIamMembership",
    "google-native:bigquery/v2:x-TableIamMember",
    "google-native:iam/v1:constructor",
    "google-native:",
  ])
    it(`leaves ${token} as it is`, () => {
      const one = made(token, { datasetId: "crm" });
      expect(normalize([one])[0]).to.equal(one);
    });
});
