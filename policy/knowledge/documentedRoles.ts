/**
 * The roles that Segment's page names, by the scope at which it names them.
 *
 * Source: Segment's "BigQuery Setup" page (steps 5 to 7 and the enrichment section); for the state dataset the page
 * asks for "any predefined role that contains" its permissions, of which Data Editor is the narrowest.
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
export const misspeltStateDatasetIds: readonly string[] = ["_segment_reverse_etl", "segment_reverse_etl"];

/** The shared account of Segment's old set-up: deprecated, and to be removed wherever it stands. */
export const deprecatedSharedAccount = "connector@segment-1119.iam.gserviceaccount.com";
