import { UNKNOWN } from "../../../../policy/stack/plain";
import { cnrm, expectSpelling, type Gains, inProject, made } from "./support";

type Row = readonly [what: string, group: string, kind: string, props: object, type: string, gains: Gains];

const metadata = inProject("acme", "thing");

const project = ["acme", "metadata"] as const;

describe("configConnector: kinds", () => {
  const table: readonly Row[] = [
    [
      "an account",
      "iam",
      "IAMServiceAccount",
      {
        metadata: inProject("acme", "segment"),
        spec: { displayName: "Segment", description: "reads", disabled: true, resourceID: "seg" },
      },
      "gcp:serviceaccount/account:Account",
      {
        accountId: ["seg", "metadata"],
        project,
        displayName: ["Segment", "spec"],
        description: ["reads", "spec"],
        disabled: [true, "spec"],
        email: ["seg@acme.iam.gserviceaccount.com", "metadata"],
      },
    ],
    [
      "an account without a spec, by its object's name",
      "iam",
      "IAMServiceAccount",
      { metadata: inProject("acme", "segment") },
      "gcp:serviceaccount/account:Account",
      {
        accountId: ["segment", "metadata"],
        project,
        email: ["segment@acme.iam.gserviceaccount.com", "metadata"],
      },
    ],
    [
      "an account whose address Google has told",
      "iam",
      "IAMServiceAccount",
      { metadata: inProject("acme", "segment"), status: { email: "told@acme.iam.gserviceaccount.com" } },
      "gcp:serviceaccount/account:Account",
      {
        accountId: ["segment", "metadata"],
        project,
        email: ["told@acme.iam.gserviceaccount.com", "metadata"],
      },
    ],
    [
      "an account whose address is not told yet, by its id and project",
      "iam",
      "IAMServiceAccount",
      { metadata: inProject("acme", "segment"), status: { email: UNKNOWN } },
      "gcp:serviceaccount/account:Account",
      {
        accountId: ["segment", "metadata"],
        project,
        email: ["segment@acme.iam.gserviceaccount.com", "metadata"],
      },
    ],
    [
      "a made key",
      "iam",
      "IAMServiceAccountKey",
      {
        metadata,
        spec: { serviceAccountRef: { external: "segment@acme.iam.gserviceaccount.com" } },
        status: {
          privateKey: "eA==",
          validAfter: "2026-01-01T00:00:00Z",
          validBefore: "2026-02-01T00:00:00Z",
        },
      },
      "gcp:serviceaccount/key:Key",
      {
        serviceAccountId: ["projects/-/serviceAccounts/segment@acme.iam.gserviceaccount.com", "spec"],
        privateKey: ["eA==", "status"],
        validAfter: ["2026-01-01T00:00:00Z", "status"],
        validBefore: ["2026-02-01T00:00:00Z", "status"],
      },
    ],
    [
      "an uploaded key of an account that is not known yet",
      "iam",
      "IAMServiceAccountKey",
      { metadata, spec: { serviceAccountRef: UNKNOWN, publicKeyData: "Y2VydA==" } },
      "gcp:serviceaccount/key:Key",
      { serviceAccountId: [UNKNOWN, "spec"], publicKeyData: ["Y2VydA==", "spec"] },
    ],
    [
      "a project's role",
      "iam",
      "IAMCustomRole",
      {
        metadata,
        spec: { resourceID: "reader", permissions: ["bigquery.tables.get"], stage: "DISABLED", title: "T" },
      },
      "gcp:projects/iAMCustomRole:IAMCustomRole",
      {
        roleId: ["reader", "metadata"],
        permissions: [["bigquery.tables.get"], "spec"],
        stage: ["DISABLED", "spec"],
        project,
      },
    ],
    [
      "an organization's role",
      "iam",
      "IAMCustomRole",
      {
        metadata: { name: "reader", annotations: { "cnrm.cloud.google.com/organization-id": "9" } },
        spec: { permissions: [] },
      },
      "gcp:organizations/iAMCustomRole:IAMCustomRole",
      { roleId: ["reader", "metadata"], permissions: [[], "spec"], orgId: ["9", "metadata"] },
    ],
    [
      "the role of an organization that is not known yet",
      "iam",
      "IAMCustomRole",
      {
        metadata: { name: "reader", annotations: { "cnrm.cloud.google.com/organization-id": UNKNOWN } },
        spec: {},
      },
      "gcp:organizations/iAMCustomRole:IAMCustomRole",
      { roleId: ["reader", "metadata"], orgId: [UNKNOWN, "metadata"] },
    ],
    [
      "a workload pool",
      "iam",
      "IAMWorkloadIdentityPool",
      { metadata, spec: { resourceID: "ci", disabled: false } },
      "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
      { workloadIdentityPoolId: ["ci", "metadata"], project },
    ],
    [
      "a provider of a workload pool",
      "iam",
      "IAMWorkloadIdentityPoolProvider",
      {
        metadata,
        spec: {
          workloadIdentityPoolRef: {
            external: "projects/acme/locations/global/workloadIdentityPools/ci",
          },
          attributeCondition: "assertion.repository == 'acme/loader'",
          disabled: true,
        },
      },
      "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
      {
        workloadIdentityPoolId: ["ci", "spec"],
        workloadIdentityPoolProviderId: ["thing", "metadata"],
        attributeCondition: ["assertion.repository == 'acme/loader'", "spec"],
        disabled: [true, "spec"],
        project,
      },
    ],
    [
      "a dataset",
      "bigquery",
      "BigQueryDataset",
      {
        metadata,
        spec: {
          resourceID: "crm",
          access: [{ role: "READER", domain: "acme.com" }],
          location: "EU",
          defaultTableExpirationMs: 3600000,
          defaultPartitionExpirationMs: 7200000,
        },
      },
      "gcp:bigquery/dataset:Dataset",
      {
        location: ["EU", "spec"],
        defaultTableExpirationMs: [3600000, "spec"],
        defaultPartitionExpirationMs: [7200000, "spec"],
        accesses: [[{ role: "READER", domain: "acme.com" }], "spec"],
        datasetId: ["crm", "metadata"],
        project,
      },
    ],
    [
      "a dataset of which only the spec is known to be unknown",
      "bigquery",
      "BigQueryDataset",
      { metadata, spec: UNKNOWN },
      "gcp:bigquery/dataset:Dataset",
      {
        location: [UNKNOWN, "spec"],
        defaultTableExpirationMs: [UNKNOWN, "spec"],
        defaultPartitionExpirationMs: [UNKNOWN, "spec"],
        accesses: [UNKNOWN, "spec"],
        datasetId: [UNKNOWN, "metadata"],
        project: [UNKNOWN, "metadata"],
      },
    ],
    [
      "a view",
      "bigquery",
      "BigQueryTable",
      {
        metadata,
        spec: {
          datasetRef: { external: "projects/acme/datasets/crm" },
          view: { query: "SELECT 1" },
          schema: "[]",
        },
      },
      "gcp:bigquery/table:Table",
      {
        view: [{ query: "SELECT 1" }, "spec"],
        schema: ["[]", "spec"],
        datasetId: ["crm", "spec"],
        tableId: ["thing", "metadata"],
        project,
      },
    ],
    [
      "a query job",
      "bigquery",
      "BigQueryJob",
      { metadata, spec: { query: { query: "SELECT 1" }, location: "EU" } },
      "gcp:bigquery/job:Job",
      { query: [{ query: "SELECT 1" }, "spec"], project },
    ],
    [
      "a transfer",
      "bigquerydatatransfer",
      "BigQueryDataTransferConfig",
      { metadata, spec: { params: { query: "SELECT 1" }, location: "EU" } },
      "gcp:bigquery/dataTransferConfig:DataTransferConfig",
      { params: [{ query: "SELECT 1" }, "spec"], project },
    ],
    [
      "a routine",
      "bigquery",
      "BigQueryRoutine",
      { metadata, spec: { definitionBody: "SELECT 1", routineType: "PROCEDURE" } },
      "gcp:bigquery/routine:Routine",
      { definitionBody: ["SELECT 1", "spec"], project },
    ],
    [
      "a project",
      "resourcemanager",
      "Project",
      { metadata: { name: "acme" }, spec: { name: "Acme" }, status: { number: "123" } },
      "gcp:organizations/project:Project",
      { projectId: ["acme", "metadata"], number: ["123", "status"] },
    ],
    [
      "a project without its number yet",
      "resourcemanager",
      "Project",
      { metadata: { name: "acme" }, spec: { resourceID: "acme-1" } },
      "gcp:organizations/project:Project",
      { projectId: ["acme-1", "metadata"] },
    ],
  ];
  for (const [what, group, kind, props, type, gains] of table)
    it(`reads ${what}`, () => {
      expectSpelling(made(cnrm(group, kind), props), type, gains);
    });

  it("reads any version of a kind", () => {
    expectSpelling(
      made(cnrm("bigquery", "BigQueryJob", "v1alpha1"), { spec: { query: {} } }),
      "gcp:bigquery/job:Job",
      { query: [{}, "spec"] },
    );
  });
});
