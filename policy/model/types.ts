/** Type tokens that the model looks up, in the spelling of today's @pulumi/gcp. */
export const account = "gcp:serviceaccount/account:Account";
export const key = "gcp:serviceaccount/key:Key";
export const projectCustomRole = "gcp:projects/iAMCustomRole:IAMCustomRole";
export const organizationCustomRole = "gcp:organizations/iAMCustomRole:IAMCustomRole";
export const dataset = "gcp:bigquery/dataset:Dataset";
export const datasetAccess = "gcp:bigquery/datasetAccess:DatasetAccess";
export const table = "gcp:bigquery/table:Table";
export const project = "gcp:organizations/project:Project";
export const component = "segment-bigquery:index:SegmentBigQuery";
export const group = "gcp:cloudidentity/group:Group";
export const groupMembership = "gcp:cloudidentity/groupMembership:GroupMembership";
