/**
 * Basic roles and legacy dataset roles: other names for access that IAM calls differently.
 *
 * Source: https://cloud.google.com/bigquery/docs/access-control-basic-roles, read August 2026.
 */
export interface BasicRole {
  readonly role: string;
  /** The entry of a dataset's access list that stands for holders of the role. */
  readonly specialGroup: string;
  /** The same in IAM's spelling, followed by `:PROJECT`. */
  readonly memberPrefix: string;
  /** What the group holds on a dataset whose access list nobody has set. */
  readonly defaultDatasetRole: string;
}

export const basicRoles: readonly BasicRole[] = [
  {
    role: "roles/viewer",
    specialGroup: "projectReaders",
    memberPrefix: "projectViewer",
    defaultDatasetRole: "READER",
  },
  {
    role: "roles/editor",
    specialGroup: "projectWriters",
    memberPrefix: "projectEditor",
    defaultDatasetRole: "WRITER",
  },
  {
    role: "roles/owner",
    specialGroup: "projectOwners",
    memberPrefix: "projectOwner",
    defaultDatasetRole: "OWNER",
  },
];

/** The three words a dataset's access list uses for BigQuery's data roles. */
export const legacyDatasetRoles: Readonly<Record<string, string>> = {
  OWNER: "roles/bigquery.dataOwner",
  WRITER: "roles/bigquery.dataEditor",
  READER: "roles/bigquery.dataViewer",
};
