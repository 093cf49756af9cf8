import { expect } from "chai";
import { type TestResource, unknown, verdicts } from "./support";

const account = (id: string, project = "acme-data") => `${id}@${project}.iam.gserviceaccount.com`;

const sa = (id: string, project?: string) => `serviceAccount:${account(id, project)}`;

const segment = account("segment-bigquery");

const agent = (service: string) =>
  `serviceAccount:service-123456789012@gcp-sa-${service}.iam.gserviceaccount.com`;

let counter = 0;

const of = (type: string, props: object, from?: TestResource["from"]): TestResource => ({
  type,
  name: `r${++counter}`,
  props: props as TestResource["props"],
  from,
  providerProject: "acme-data",
});

const made = (id: string, displayName: string, project = "acme-data"): TestResource => ({
  ...of("gcp:serviceaccount/account:Account", {
    accountId: id,
    project,
    displayName,
    email: account(id, project),
    member: sa(id, project),
    name: `projects/${project}/serviceAccounts/${account(id, project)}`,
  }),
  name: id,
});

const onProject = (role: string, members: readonly string[], project = "acme-data") =>
  of("gcp:projects/iAMBinding:IAMBinding", { project, role, members });

const onDataset = (datasetId: string, role: string, member: string, project = "acme-data") =>
  of("gcp:bigquery/datasetIamMember:DatasetIamMember", { project, datasetId, role, member });

const actsAs = (id: string, role: string, member: string) =>
  of("gcp:serviceaccount/iAMMember:IAMMember", {
    serviceAccountId: `projects/acme-data/serviceAccounts/${account(id)}`,
    role,
    member,
  });

const dataset = (datasetId: string, props: object = {}) =>
  of("gcp:bigquery/dataset:Dataset", { project: "acme-data", datasetId, location: "EU", ...props });

const pool = "projects/123456789012/locations/global/workloadIdentityPools/github";

const tools = ["dbt", "fivetran", "looker", "airflow", "census", "metabase", "hex", "monte-carlo"];

const people = [
  of("gcp:organizations/project:Project", { projectId: "acme-data", number: "123456789012", folderId: "11" }),
  of("gcp:organizations/project:Project", { projectId: "acme-open", number: "210987654321", folderId: "22" }),
  onProject("roles/owner", ["group:platform-admins@acme.com", sa("deployer")]),
  onProject("roles/viewer", ["domain:acme.com"]),
  onProject("roles/iam.securityReviewer", ["group:security@acme.com"]),
  of("gcp:cloudidentity/group:Group", { groupKey: { id: "analysts@acme.com" }, name: "groups/analysts" }),
  of("gcp:cloudidentity/groupMembership:GroupMembership", {
    group: "groups/analysts",
    preferredMemberKey: { id: "ann@acme.com" },
  }),
  of("gcp:folder/iAMMember:IAMMember", {
    folder: "folders/22",
    role: "roles/iam.serviceAccountTokenCreator",
    member: sa("ci", "acme-ci"),
  }),
  of("gcp:organizations/iAMMember:IAMMember", {
    orgId: "1",
    role: "roles/orgpolicy.policyAdmin",
    member: "group:platform-admins@acme.com",
  }),
];

const warehouse = [
  ...["raw_shop", "raw_crm", "analytics", "marts", "finance", "customer_segments"].map((id) => dataset(id)),
  dataset("__segment_reverse_etl", { deletionProtection: true }),
  ...["raw_shop", "raw_crm"].map((id) => onDataset(id, "roles/bigquery.dataEditor", sa("fivetran"))),
  ...["analytics", "marts", "finance"].map((id) => onDataset(id, "roles/bigquery.dataEditor", sa("dbt"))),
  ...["looker", "hex", "metabase"].map((id) => onDataset("marts", "roles/bigquery.dataViewer", sa(id))),
  onDataset("marts", "roles/bigquery.dataViewer", "group:analysts@acme.com"),
  onDataset("customer_segments", "roles/bigquery.dataOwner", sa("census")),
  of("gcp:bigquery/table:Table", {
    datasetId: "marts",
    tableId: "readers",
    view: { query: `SELECT * FROM audit.access WHERE principal = '${segment}'` },
  }),
  of("gcp:bigquery/rowAccessPolicy:RowAccessPolicy", {
    datasetId: "finance",
    tableId: "salaries",
    policyId: "hr",
    grantees: ["group:hr@acme.com"],
    filterPredicate: "true",
  }),
  of("gcp:bigquery/dataTransferConfig:DataTransferConfig", {
    displayName: "market segments",
    dataSourceId: "scheduled_query",
    serviceAccountName: account("dbt"),
    params: { query: "CREATE OR REPLACE TABLE marts.market_segment AS SELECT 1" },
  }),
  of("gcp:bigquery/connection:Connection", { connectionId: "lake", location: "EU", cloudResource: {} }),
  of("gcp:bigquery/job:Job", {
    jobId: "grant-hr",
    query: { query: "GRANT `roles/bigquery.dataViewer` ON SCHEMA finance TO 'group:hr@acme.com'" },
  }),
];

const segmentItself = [
  made("segment-bigquery", "Twilio Segment, Linked Events"),
  onProject("roles/bigquery.jobUser", [`serviceAccount:${segment}`, ...tools.map((id) => sa(id))]),
  onDataset("analytics", "roles/bigquery.dataViewer", `serviceAccount:${segment}`),
  onDataset("__segment_reverse_etl", "roles/bigquery.dataEditor", `serviceAccount:${segment}`),
];

const google = [
  onProject("roles/iam.serviceAccountTokenCreator", [
    agent("pubsub"),
    agent("bigquerydatatransfer"),
    agent("cloudtasks"),
    agent("cloudscheduler"),
  ]),
  onProject("roles/editor", ["serviceAccount:123456789012@cloudservices.gserviceaccount.com"]),
  onProject("roles/iam.serviceAccountUser", [
    "serviceAccount:service-123456789012@dataproc-accounts.iam.gserviceaccount.com",
    "serviceAccount:service-123456789012@cloudcomposer-accounts.iam.gserviceaccount.com",
  ]),
  onProject("roles/bigquerydatatransfer.serviceAgent", [agent("bigquerydatatransfer")]),
];

const openData = [
  of("gcp:bigquery/dataset:Dataset", {
    project: "acme-open",
    datasetId: "weather",
    accesses: [
      { role: "READER", specialGroup: "allAuthenticatedUsers" },
      { role: "OWNER", specialGroup: "projectOwners" },
    ],
  }),
  onDataset("traffic", "roles/bigquery.dataViewer", "allUsers", "acme-open"),
  onDataset("open_prices", "roles/bigquery.dataViewer", "allAuthenticatedUsers"),
  of("gcp:storage/bucketIAMMember:BucketIAMMember", {
    bucket: "www.acme.com",
    role: "roles/storage.objectViewer",
    member: "allUsers",
  }),
  of("gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl", {
    bucket: "www.acme.com",
    role: "READER",
    entity: "allUsers",
  }),
  of("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", {
    name: "web",
    role: "roles/run.invoker",
    member: "allUsers",
  }),
];

const ci = [
  made("deployer", "Deploys this stack"),
  of("gcp:iam/workloadIdentityPool:WorkloadIdentityPool", { workloadIdentityPoolId: "github", name: pool }),
  of("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", {
    workloadIdentityPoolId: "github",
    workloadIdentityPoolProviderId: "actions",
    attributeCondition: "assertion.repository_owner == 'acme'",
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
  }),
  actsAs(
    "dbt",
    "roles/iam.workloadIdentityUser",
    `principalSet://iam.googleapis.com/${pool}/attribute.repository/acme/dbt`,
  ),
  actsAs("deployer", "roles/iam.serviceAccountTokenCreator", "group:platform-admins@acme.com"),
  of("github:index/actionsVariable:ActionsVariable", {
    repository: "data",
    variableName: "DBT_ACCOUNT",
    value: account("dbt"),
  }),
  of("gcp:cloudbuild/trigger:Trigger", {
    filename: "cloudbuild.yaml",
    serviceAccount: `projects/acme-data/serviceAccounts/${account("deployer")}`,
  }),
  of("command:local:Command", {
    create: "gcloud services enable bigquery.googleapis.com --project acme-data",
  }),
  of("command:local:Command", {
    create: `gcloud projects add-iam-policy-binding acme-data --member=${sa("dbt")} --role=roles/dataform.admin`,
    triggers: [segment],
  }),
  of("command:local:Command", { create: `gcloud iam service-accounts describe ${segment}` }),
];

const workloads = [
  of("gcp:composer/environment:Environment", {
    config: { nodeConfig: { serviceAccount: account("airflow") } },
  }),
  of("gcp:container/cluster:Cluster", {
    name: "tools",
    workloadIdentityConfig: { workloadPool: "acme-data.svc.id.goog" },
  }),
  of("gcp:container/nodePool:NodePool", {
    cluster: "tools",
    nodeConfig: { serviceAccount: account("nodes") },
  }),
  of("kubernetes:core/v1:Namespace", { metadata: { name: "metabase", annotations: { owner: segment } } }),
  of("kubernetes:core/v1:ServiceAccount", {
    metadata: { name: "metabase", annotations: { "iam.gke.io/gcp-service-account": account("metabase") } },
  }),
  of("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", {
    roleRef: { kind: "ClusterRole", name: "view" },
    subjects: [{ kind: "Group", name: "analysts@acme.com" }],
  }),
  of("kubernetes:helm.sh/v3:Release", {
    chart: "metabase",
    values: { serviceAccount: { name: "metabase" } },
  }),
  of("kubernetes:apps/v1:Deployment", {
    spec: {
      template: {
        spec: { serviceAccountName: "metabase", containers: [{ name: "app", image: "metabase" }] },
      },
    },
  }),
  actsAs(
    "metabase",
    "roles/iam.workloadIdentityUser",
    "serviceAccount:acme-data.svc.id.goog[metabase/metabase]",
  ),
  of("gcp:cloudrunv2/service:Service", { name: "web", template: { serviceAccount: account("web") } }),
  of("gcp:cloudfunctionsv2/function:Function", {
    name: "events",
    serviceConfig: { serviceAccountEmail: account("web"), environmentVariables: { SOURCE: "segment" } },
  }),
  of("gcp:pubsub/topic:Topic", { name: "events" }),
  of("gcp:pubsub/subscription:Subscription", {
    topic: "events",
    pushConfig: { pushEndpoint: "https://web.acme.com", oidcToken: { serviceAccountEmail: account("web") } },
  }),
  of("gcp:cloudscheduler/job:Job", {
    schedule: "0 3 * * *",
    httpTarget: { uri: "https://web.acme.com", oidcToken: { serviceAccountEmail: account("web") } },
  }),
  of("gcp:compute/instance:Instance", {
    name: "bastion",
    labels: { uses: "segment-bigquery" },
    serviceAccount: { email: account("nodes"), scopes: ["cloud-platform"] },
  }),
  of("gcp:sql/user:User", { instance: "app", name: "web@acme-data.iam", type: "CLOUD_IAM_SERVICE_ACCOUNT" }),
];

const secrets = [
  ...["fivetran", "looker"].flatMap((id) => [
    of("gcp:serviceaccount/key:Key", {
      serviceAccountId: `projects/acme-data/serviceAccounts/${account(id)}`,
      privateKey: unknown,
      validAfter: "2024-01-01T00:00:00Z",
    }),
    of("gcp:secretmanager/secret:Secret", { secretId: `${id}-key`, project: "acme-data" }),
    of("gcp:secretmanager/secretIamMember:SecretIamMember", {
      secretId: `projects/acme-data/secrets/${id}-key`,
      role: "roles/secretmanager.secretAccessor",
      member: sa("airflow"),
    }),
  ]),
  of("random:index/randomPassword:RandomPassword", { length: 32 }),
  of("kubernetes:core/v1:Secret", {
    stringData: { "token.pem": "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----" },
  }),
];

const watching = [
  of("gcp:logging/metric:Metric", {
    name: "segment-reads",
    filter: `protoPayload.authenticationInfo.principalEmail="${segment}"`,
  }),
  of("gcp:logging/projectSink:ProjectSink", {
    name: "audit",
    destination: "bigquery.googleapis.com/projects/acme-data/datasets/audit",
    filter: `protoPayload.authenticationInfo.principalEmail:"${segment}"`,
  }),
  of("gcp:monitoring/alertPolicy:AlertPolicy", {
    displayName: `${segment} reads more than usual`,
    documentation: { content: `Ask the owners of ${segment}.` },
    conditions: [
      { displayName: "reads", conditionThreshold: { filter: `metric.label.account="${segment}"` } },
    ],
  }),
  of("gcp:monitoring/notificationChannel:NotificationChannel", {
    type: "email",
    labels: { email_address: "segment-alerts@acme.com" },
  }),
  of("gcp:billing/budget:Budget", { displayName: `BigQuery by ${segment}` }),
  of("gcp:iam/denyPolicy:DenyPolicy", {
    parent: "cloudresourcemanager.googleapis.com/projects/acme-data",
    rules: [
      {
        denyRule: {
          deniedPrincipals: [`principal://iam.googleapis.com/projects/-/serviceAccounts/${segment}`],
          deniedPermissions: ["bigquery.googleapis.com/datasets.delete"],
        },
      },
    ],
  }),
  of("gcp:projects/iAMAuditConfig:IAMAuditConfig", {
    project: "acme-data",
    service: "bigquery.googleapis.com",
    auditLogConfigs: [{ logType: "DATA_READ", exemptedMembers: [] }],
  }),
  {
    ...of("pulumi:pulumi:Stack", { segmentServiceAccount: segment, member: `serviceAccount:${segment}` }),
    name: "acme-data-prod",
  },
];

const stack: TestResource[] = [
  ...people,
  ...tools.map((id) => made(id, `Runs ${id}`)),
  ...["web", "nodes"].map((id) => made(id, id)),
  made("market-data", "Loads market segment prices"),
  made("ci", "CI", "acme-ci"),
  ...warehouse,
  ...segmentItself,
  ...google,
  ...openData,
  ...ci,
  ...workloads,
  ...secrets,
  ...watching,
  ...["shop", "crm", "billing", "support", "search", "ads", "events", "lake", "logs", "ml", "tmp"].flatMap(
    (id) => [
      of("gcp:storage/bucket:Bucket", { name: `acme-${id}`, location: "EU" }),
      of("gcp:storage/bucketIAMMember:BucketIAMMember", {
        bucket: `acme-${id}`,
        role: "roles/storage.objectAdmin",
        member: sa("airflow"),
      }),
    ],
  ),
];

/** What the pack says of the company's stack, by rule and resource. */
const said = (config: object) =>
  verdicts(stack, config).map(({ level, rule, message }) => `${level} ${rule}: ${message}`);

describe("a company's stack, with Segment in one least-privilege binding beside everybody else's", () => {
  it("holds 120 resources or more", () => {
    expect(stack.length).to.be.at.least(120);
  });

  for (const [how, config] of [
    ["names the account", { serviceAccounts: [segment], sources: ["acme-data.analytics"] }],
    ["says nothing of accounts", { sources: ["acme-data.analytics"] }],
    ["says nothing", {}],
  ] as const)
    it(`accepts it without a mandatory finding where the config ${how}`, () => {
      expect(said(config).filter((one) => one.startsWith("mandatory"))).to.deep.equal([]);
    });

  it("rejects one binding more", () => {
    const more = onProject("roles/bigquery.dataOwner", [`serviceAccount:${segment}`, sa("dbt")]);
    const found = verdicts([...stack, more], {
      serviceAccounts: [segment],
      sources: ["acme-data.analytics"],
    });
    expect(
      found.filter(({ level }) => level === "mandatory").map(({ urn }) => urn?.split("::").at(-1)),
    ).to.include(more.name);
  });
});
