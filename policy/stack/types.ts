/** Type tokens that the model looks up, in the spelling of today's @pulumi/gcp. */
export const account = "gcp:serviceaccount/account:Account";

export const key = "gcp:serviceaccount/key:Key";

export const projectCustomRole = "gcp:projects/iAMCustomRole:IAMCustomRole";

export const organizationCustomRole = "gcp:organizations/iAMCustomRole:IAMCustomRole";

export const dataset = "gcp:bigquery/dataset:Dataset";

export const datasetAccess = "gcp:bigquery/datasetAccess:DatasetAccess";

export const table = "gcp:bigquery/table:Table";

export const routine = "gcp:bigquery/routine:Routine";

export const rowAccessPolicy = "gcp:bigquery/rowAccessPolicy:RowAccessPolicy";

export const queryJob = "gcp:bigquery/job:Job";

export const transferConfig = "gcp:bigquery/dataTransferConfig:DataTransferConfig";

export const entitlement = "gcp:privilegedaccessmanager/entitlement:entitlement";

export const workloadPool = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool";

export const workloadPoolProvider = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";

export const project = "gcp:organizations/project:Project";

export const component = "segment-bigquery:index:SegmentBigQuery";

export const group = "gcp:cloudidentity/group:Group";

export const groupMembership = "gcp:cloudidentity/groupMembership:GroupMembership";

export const hmacKeys = ["gcp:storage/hmacKey:HmacKey", "google-native:storage/v1:HmacKey"] as const;

export const apiKeys = ["gcp:projects/apiKey:ApiKey", "google-native:apikeys/v2:Key"] as const;

export const secrets = [
  "gcp:secretmanager/secret:Secret",
  "gcp:secretmanager/regionalSecret:RegionalSecret",
] as const;

export const secretVersions = [
  "gcp:secretmanager/secretVersion:SecretVersion",
  "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion",
] as const;
