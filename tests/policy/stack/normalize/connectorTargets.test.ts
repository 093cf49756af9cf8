import { UNKNOWN } from "../../../../policy/stack/plain";
import type { Resource } from "../../../../policy/stack/resource";
import { cnrm, expectSpelling, type Gains, inProject, made } from "./support";

const role = ["roles/viewer", "spec"] as const;

const own = ["acme", "metadata"] as const;

const object = (group: string, kind: string, name: string, props: object = {}) =>
  made(cnrm(group, kind), { metadata: inProject("beta", name), ...props }, name);

const data = object("bigquery", "BigQueryDataset", "data", { spec: { resourceID: "crm" } });

const email = "loader@beta.iam.gserviceaccount.com";

type Row = readonly [
  what: string,
  reference: unknown,
  type: string,
  gains: Gains,
  others?: readonly Resource[],
];

describe("configConnector: what an IAM object grants on", () => {
  const table: readonly Row[] = [
    [
      "a project by its path",
      { kind: "Project", external: "projects/beta" },
      "gcp:projects/iAMMember:IAMMember",
      { project: ["beta", "spec"] },
    ],
    [
      "a project by its object",
      { kind: "Project", name: "beta" },
      "gcp:projects/iAMMember:IAMMember",
      { project: ["beta-7", "spec"] },
      [
        made(cnrm("resourcemanager", "Project"), {
          metadata: { name: "beta" },
          spec: { resourceID: "beta-7" },
        }),
      ],
    ],
    [
      "a project that is not known yet",
      { kind: "Project", external: UNKNOWN },
      "gcp:projects/iAMMember:IAMMember",
      { project: [UNKNOWN, "spec"] },
    ],
    ["its own project", { kind: "Project" }, "gcp:projects/iAMMember:IAMMember", { project: own }],
    [
      "a folder by its path",
      { kind: "Folder", external: "folders/7" },
      "gcp:folder/iAMMember:IAMMember",
      { folder: ["7", "spec"] },
    ],
    [
      "a folder by its object, which has its number",
      { kind: "Folder", name: "data" },
      "gcp:folder/iAMMember:IAMMember",
      { folder: ["7", "spec"] },
      [object("resourcemanager", "Folder", "data", { status: { folderId: "7" } })],
    ],
    [
      "a folder by its object, which was acquired by its number",
      { kind: "Folder", name: "data" },
      "gcp:folder/iAMMember:IAMMember",
      { folder: ["8", "spec"] },
      [object("resourcemanager", "Folder", "data", { spec: { resourceID: "folders/8" } })],
    ],
    [
      "a folder by an object of another stack",
      { kind: "Folder", name: "data" },
      "gcp:folder/iAMMember:IAMMember",
      { folder: ["data", "spec"] },
      [data],
    ],
    [
      "an organization",
      { kind: "Organization", external: "organizations/9" },
      "gcp:organizations/iAMMember:IAMMember",
      { orgId: ["9", "spec"] },
    ],
    [
      "a dataset by its path",
      { kind: "BigQueryDataset", external: "projects/beta/datasets/crm" },
      "gcp:bigquery/datasetIamMember:DatasetIamMember",
      { project: ["beta", "metadata"], datasetId: ["crm", "spec"] },
    ],
    [
      "a dataset by its id",
      { kind: "BigQueryDataset", external: "crm" },
      "gcp:bigquery/datasetIamMember:DatasetIamMember",
      { project: own, datasetId: ["crm", "spec"] },
    ],
    [
      "a dataset by its object, in the object's project",
      { kind: "BigQueryDataset", name: "data" },
      "gcp:bigquery/datasetIamMember:DatasetIamMember",
      { project: ["beta", "metadata"], datasetId: ["crm", "spec"] },
      [data],
    ],
    [
      "a dataset that is not known yet",
      { kind: "BigQueryDataset", external: UNKNOWN },
      "gcp:bigquery/datasetIamMember:DatasetIamMember",
      { project: own, datasetId: [UNKNOWN, "spec"] },
    ],
    [
      "a dataset that is not named",
      { kind: "BigQueryDataset" },
      "gcp:bigquery/datasetIamMember:DatasetIamMember",
      { project: own, datasetId: [UNKNOWN, "spec"] },
    ],
    [
      "a table by its path",
      { kind: "BigQueryTable", external: "projects/beta/datasets/crm/tables/users" },
      "gcp:bigquery/iamMember:IamMember",
      { project: ["beta", "metadata"], datasetId: ["crm", "spec"], tableId: ["users", "spec"] },
    ],
    [
      "a table by its object, in the dataset that this names",
      { kind: "BigQueryTable", name: "users" },
      "gcp:bigquery/iamMember:IamMember",
      { project: ["beta", "metadata"], datasetId: ["crm", "spec"], tableId: ["users", "spec"] },
      [object("bigquery", "BigQueryTable", "users", { spec: { datasetRef: { name: "data" } } }), data],
    ],
    [
      "a table by an object of another stack, whose dataset is not known",
      { kind: "BigQueryTable", name: "users" },
      "gcp:bigquery/iamMember:IamMember",
      { project: own, datasetId: [UNKNOWN, "spec"], tableId: ["users", "spec"] },
      [data],
    ],
    [
      "a table that is not named",
      { kind: "BigQueryTable" },
      "gcp:bigquery/iamMember:IamMember",
      { project: own, datasetId: [UNKNOWN, "spec"], tableId: [UNKNOWN, "spec"] },
    ],
    [
      "a routine by its path",
      { kind: "BigQueryRoutine", external: "projects/beta/datasets/crm/routines/f" },
      "gcp:bigquery/routineIamMember:RoutineIamMember",
      { project: ["beta", "metadata"], datasetId: ["crm", "spec"], routineId: ["f", "spec"] },
    ],
    [
      "a connection by its path, in the path's project",
      { kind: "BigQueryConnectionConnection", external: "projects/beta/locations/eu/connections/c" },
      "gcp:bigquery/connectionIamMember:ConnectionIamMember",
      { project: ["beta", "metadata"], connectionId: ["c", "spec"] },
    ],
    [
      "a connection by its object's name",
      { kind: "BigQueryConnectionConnection", name: "c" },
      "gcp:bigquery/connectionIamMember:ConnectionIamMember",
      { project: own, connectionId: ["c", "spec"] },
    ],
    [
      "an account by its path",
      { kind: "IAMServiceAccount", external: `projects/beta/serviceAccounts/${email}` },
      "gcp:serviceaccount/iAMMember:IAMMember",
      { serviceAccountId: [`projects/-/serviceAccounts/${email}`, "spec"] },
    ],
    [
      "an account by its object, in the object's project",
      { kind: "IAMServiceAccount", name: "loader" },
      "gcp:serviceaccount/iAMMember:IAMMember",
      { serviceAccountId: [`projects/-/serviceAccounts/${email}`, "spec"] },
      [object("iam", "IAMServiceAccount", "loader")],
    ],
    [
      "an account that is not known yet",
      { kind: "IAMServiceAccount", external: UNKNOWN },
      "gcp:serviceaccount/iAMMember:IAMMember",
      { serviceAccountId: [UNKNOWN, "spec"] },
    ],
    [
      "anything else by its kind",
      { kind: "StorageBucket", external: "assets" },
      "gcp:other/storageBucketIamMember:StorageBucketIamMember",
      { name: ["assets", "spec"], project: own },
    ],
    [
      "a kind that is named like a method of every object",
      { kind: "toString", name: "assets" },
      "gcp:other/toStringIamMember:toStringIamMember",
      { name: ["assets", "spec"], project: own },
    ],
    [
      "a kind that is not known yet",
      { kind: UNKNOWN, name: "assets" },
      "gcp:other/resourceIamMember:ResourceIamMember",
      { name: ["assets", "spec"], project: own },
    ],
    ["no reference", undefined, "gcp:other/resourceIamMember:ResourceIamMember", { project: own }],
  ];
  for (const [what, resourceRef, type, gains, others] of table)
    it(`reads ${what}`, () => {
      const given = made(cnrm("iam", "IAMPolicyMember"), {
        metadata: inProject("acme"),
        spec: { role: "roles/viewer", resourceRef },
      });
      expectSpelling(given, type, { ...gains, role }, others);
    });
});
