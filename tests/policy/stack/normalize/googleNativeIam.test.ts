import { UNKNOWN } from "../../../../policy/stack/plain";
import { expectSpelling, type Gains, made } from "./support";

type Row = readonly [what: string, token: string, props: object, type: string, gains: Gains];

const email = "segment@acme.iam.gserviceaccount.com";

const path = `projects/acme/serviceAccounts/${email}`;

const project = "gcp:projects/iAMMember:IAMMember";

const folder = "gcp:folder/iAMBinding:IAMBinding";

const organization = "gcp:organizations/iAMPolicy:IAMPolicy";

const account = "gcp:serviceaccount/iAMMember:IAMMember";

const table = "gcp:bigquery/iamMember:IamMember";

describe("googleNative: grants", () => {
  const rows: readonly Row[] = [
    ...["name", "resource", "projectId", "project"].map((property): Row => [
      `a project's member by ${property}`,
      "cloudresourcemanager/v3:ProjectIamMember",
      { role: "roles/viewer", [property]: "acme" },
      project,
      { project: ["acme", property] },
    ]),
    [
      "a project's member by the first name that says something",
      "cloudresourcemanager/v1:ProjectIamMember",
      { name: "", resource: null, projectId: "acme", project: "beta" },
      project,
      { project: ["acme", "projectId"] },
    ],
    [
      "a project's member by a name that is not known yet",
      "cloudresourcemanager/v1:ProjectIamMember",
      { name: UNKNOWN, project: "acme" },
      project,
      { project: [UNKNOWN, "name"] },
    ],
    [
      "a project's member that names no project",
      "cloudresourcemanager/v1:ProjectIamMember",
      { name: "", role: "roles/viewer" },
      project,
      {},
    ],
    ...["name", "resource", "folderId", "folder"].map((property): Row => [
      `a folder's binding by ${property}`,
      "cloudresourcemanager/v3:FolderIamBinding",
      { [property]: "folders/7" },
      folder,
      { folder: ["folders/7", property] },
    ]),
    ...["name", "resource", "organizationId", "orgId"].map((property): Row => [
      `an organization's policy by ${property}`,
      "cloudresourcemanager/v1:OrganizationIamPolicy",
      { [property]: "organizations/9" },
      organization,
      { orgId: ["organizations/9", property] },
    ]),
    ...["name", "resource", "serviceAccountId"].map((property): Row => [
      `an account's member by the path in ${property}`,
      "iam/v1:ServiceAccountIamMember",
      { project: "beta", [property]: path },
      account,
      { serviceAccountId: [path, property] },
    ]),
    [
      "an account's member by the address, in its project",
      "iam/v1:ServiceAccountIamMember",
      { serviceAccountId: email, project: "beta" },
      account,
      { serviceAccountId: [`projects/beta/serviceAccounts/${email}`, "serviceAccountId"] },
    ],
    [
      "an account's member by the address, in any project",
      "iam/v1:ServiceAccountIamMember",
      { serviceAccountId: email },
      account,
      { serviceAccountId: [`projects/-/serviceAccounts/${email}`, "serviceAccountId"] },
    ],
    [
      "an account's member by the address, in a project that is not known yet",
      "iam/v1:ServiceAccountIamMember",
      { serviceAccountId: email, project: UNKNOWN },
      account,
      { serviceAccountId: [`projects/-/serviceAccounts/${email}`, "serviceAccountId"] },
    ],
    [
      "an account that is not known yet",
      "iam/v1:ServiceAccountIamMember",
      { name: UNKNOWN },
      account,
      { serviceAccountId: [UNKNOWN, "name"] },
    ],
    ["no account", "iam/v1:ServiceAccountIamMember", { role: "roles/viewer" }, account, {}],
    ...["name", "resource"].map((property): Row => [
      `a dataset's policy by the path in ${property}`,
      "bigquery/v2:DatasetIamPolicy",
      { [property]: "projects/acme/datasets/crm" },
      "gcp:bigquery/datasetIamPolicy:DatasetIamPolicy",
      { project: ["acme", property], datasetId: ["crm", property] },
    ]),
    [
      "a table's member by its full path",
      "bigquery/v2:TableIamMember",
      { name: "//bigquery.googleapis.com/projects/acme/datasets/crm/tables/users" },
      table,
      { project: ["acme", "name"], datasetId: ["crm", "name"], tableId: ["users", "name"] },
    ],
    [
      "a table's member by its own properties",
      "bigquery/v2:TableIamMember",
      { project: "acme", datasetId: "crm", tableId: "users" },
      table,
      {},
    ],
    [
      "a table's member by its own properties before the path",
      "bigquery/v2:TableIamMember",
      { name: "projects/beta/datasets/old/tables/users", project: "acme", datasetId: "crm", tableId: null },
      table,
      { tableId: ["users", "name"] },
    ],
    [
      "a table's member by a path that is not known yet",
      "bigquery/v2:TableIamMember",
      { name: UNKNOWN, datasetId: "crm" },
      table,
      { project: [UNKNOWN, "name"], tableId: [UNKNOWN, "name"] },
    ],
    [
      "a table's member by the name alone, which tells nothing",
      "bigquery/v2:TableIamMember",
      { name: "users" },
      table,
      {},
    ],
    [
      "a table's member by a path that lacks the project",
      "bigquery/v2:TableIamMember",
      { name: "datasets/crm/tables/users" },
      table,
      { datasetId: ["crm", "name"], tableId: ["users", "name"] },
    ],
    [
      "a routine's binding",
      "bigquery/v2:RoutineIamBinding",
      { name: "projects/acme/datasets/crm/routines/f" },
      "gcp:bigquery/routineIamBinding:RoutineIamBinding",
      { project: ["acme", "name"], datasetId: ["crm", "name"], routineId: ["f", "name"] },
    ],
    [
      "a connection's member",
      "bigqueryconnection/v1beta1:ConnectionIamMember",
      { name: "projects/acme/locations/eu/connections/c" },
      "gcp:bigquery/connectionIamMember:ConnectionIamMember",
      { project: ["acme", "name"], connectionId: ["c", "name"] },
    ],
    [
      "anything else by its kind",
      "pubsub/v1:TopicIamBinding",
      { name: "projects/acme/topics/t" },
      "gcp:other/topicIamBinding:TopicIamBinding",
      {},
    ],
    [
      "a dataset of another service as something else",
      "healthcare/v1:DatasetIamMember",
      { name: "projects/acme/locations/eu/datasets/d" },
      "gcp:other/datasetIamMember:DatasetIamMember",
      {},
    ],
    [
      "what has no kind by its service",
      "iap/v1:IamPolicy",
      { v1Id: "x" },
      "gcp:other/iapIamPolicy:iapIamPolicy",
      {},
    ],
  ];
  for (const [what, token, props, type, gains] of rows)
    it(`reads ${what}`, () => {
      expectSpelling(made(`google-native:${token}`, props), type, gains);
    });
});
