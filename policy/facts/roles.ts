import data from "./catalogue.json";

/** One role of Google's, as `gcloud iam roles describe` showed it on the catalogue's date. */
export interface CatalogueRole {
  readonly title: string;
  readonly stage: string;
  /** False where only the permissions that matter here (BigQuery's, impersonation, escalation, deployment) were kept. */
  readonly complete: boolean;
  readonly permissions: readonly string[];
}

const roles = new Map<string, CatalogueRole>(Object.entries(data.roles));

/**
 * Where the catalogue's facts come from, when they were read, and under which licence.
 *
 * Later versions of the same data set, read 2026-11-28, have Storage Object Creator (commit 53c23024) and Google's new basic
 * roles Admin, Writer and Reader (2244bd78, 3fcf0907, 10cb56fd): of these what they hold of BigQuery, which unlike their
 * predecessors' includes the data. The rest of them is taken to be their predecessors'.
 */
export const catalogueSource: {
  readonly origin: string;
  readonly url: string;
  readonly commit: string;
  readonly readOn: string;
  readonly licence: string;
} = data.source;

/** Every BigQuery permission that existed on the catalogue's date: what a wildcard is expanded against. */
export const bigqueryPermissions: readonly string[] = data.bigqueryPermissions;

/** The role of that exact name (`roles/…`), or undefined when the catalogue does not hold it. */
export function catalogueRole(name: string): CatalogueRole | undefined {
  return roles.get(name);
}

let all: readonly string[] | undefined;

/** Every permission that the catalogue has seen in any role or in BigQuery's list: what a wildcard may match. */
export function knownPermissions(): readonly string[] {
  all ??= [
    ...new Set([...bigqueryPermissions, ...[...roles.values()].flatMap((role) => role.permissions)]),
  ].sort();
  return all;
}

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

/**
 * The roles that Segment's Linked Events page of 2023-08-29 named, by the scope at which it named them.
 *
 * Steps 5 to 7 and the enrichment section; for the state dataset the page asked for "any predefined role that contains"
 * its permissions, of which Data Editor is the narrowest.
 */
export const documentedProjectRoles: readonly string[] = [
  "roles/bigquery.user",
  "roles/bigquery.jobUser",
  "roles/bigquery.metadataViewer",
];

export const documentedSourceRole = "roles/bigquery.dataViewer";

export const documentedStateRole = "roles/bigquery.dataEditor";

/** The smallest predefined role that runs jobs; profile minimal tolerates it in place of a custom role. */
export const smallestJobRole = "roles/bigquery.jobUser";

/** The smallest predefined role that opens read sessions for the Storage API. */
export const smallestReadSessionRole = "roles/bigquery.readSessionUser";

/** The smallest predefined role by which models are exported to a bucket, as Google's page on exporting models names it. */
export const smallestExportRole = "roles/storage.objectCreator";

/** What a row access policy gives to its grantees: the rows that its filter lets through. */
export const rowReaderRole = "roles/bigquery.filteredDataViewer";

/** Harmless permissions on the project that profile minimal tolerates: every predefined role drags some of them in. */
export const toleratedOnProject: readonly string[] = [
  "bigquery.config.get",
  "bigquery.datasets.get",
  "resourcemanager.projects.get",
  "resourcemanager.projects.list",
];

/** The dataset in which Segment keeps the state of Reverse ETL syncs; hidden, for it begins with an underscore. */
export const stateDatasetId = "__segment_reverse_etl";

/** Spellings of the state dataset that Segment's own pages use by mistake. */
export const misspelledStateDatasetIds: readonly string[] = ["_segment_reverse_etl", "segment_reverse_etl"];

/** The shared account of Segment's old set-up: deprecated, and to be removed wherever it stands. */
export const deprecatedSharedAccount = "connector@segment-1119.iam.gserviceaccount.com";
