/**
 * What Segment needs, permission by permission, by purpose.
 *
 * Source: Segment's BigQuery set-up page, its hidden section "Constructing your own role or policy" included, and
 * https://segment.com/docs/connections/reverse-etl/reverse-etl-source-setup-guides/bigquery-setup/, read November 2025.
 */

/** Run a query at all. Works on a project or above; on a dataset it does nothing. */
export const runQueries: readonly string[] = ["bigquery.jobs.create"];

/** Find out whether the state dataset exists. */
export const findStateDataset: readonly string[] = ["bigquery.datasets.get"];

/**
 * Keep the state between syncs. `tables.update` goes with `updateData` for WRITE_TRUNCATE; `tables.get` and
 * `tables.list` are not in the page's list, yet its own Data Editor advice carries them and a sync looks tables up.
 */
export const writeState: readonly string[] = [
  "bigquery.tables.create",
  "bigquery.tables.get",
  "bigquery.tables.getData",
  "bigquery.tables.list",
  "bigquery.tables.update",
  "bigquery.tables.updateData",
];

/** Only where Segment makes the state dataset itself; the maker becomes its owner. */
export const createStateDataset: readonly string[] = ["bigquery.datasets.create"];

/** Read for enrichment and Linked Events: the part that works on a dataset (or project) alone. */
export const browseSource: readonly string[] = ["bigquery.datasets.get", "bigquery.tables.list"];

/** Read for enrichment and Linked Events: the part that also works on one table. */
export const readTables: readonly string[] = ["bigquery.tables.get", "bigquery.tables.getData"];

/** Read through the Storage API, a setting of the connection since September 2025. */
export const readSessions: readonly string[] = [
  "bigquery.readsessions.create",
  "bigquery.readsessions.getData",
  "bigquery.readsessions.update",
];
