/**
 * BigQuery's predefined roles as Google's BigQuery ML page listed them when the product's seed was written (about 2020),
 * wildcards as written; and what of it today's roles no longer hold.
 *
 * Today's roles hold more, never taken from here: `catalogue.json` is what counts. This list is kept so that the
 * difference is known and tested.
 *
 * Source: https://cloud.google.com/bigquery/docs/access-control (page "BigQuery ML access control", as dated).
 */
export interface SeedRole {
  readonly permissions: readonly string[];
  /** Entries of the page that match nothing in the role of the catalogue's date. */
  readonly goneSince: readonly string[];
}

const project = ["resourcemanager.projects.get", "resourcemanager.projects.list"];

const bigquery = (...names: string[]) => names.map((name) => `bigquery.${name}`);

const dataViewer = bigquery(
  "datasets.get",
  "datasets.getIamPolicy",
  "models.export",
  "models.getData",
  "models.getMetadata",
  "models.list",
  "routines.get",
  "routines.list",
  "tables.export",
  "tables.get",
  "tables.getData",
  "tables.getIamPolicy",
  "tables.list",
);

const reservationsRead = bigquery(
  "reservationAssignments.list",
  "reservationAssignments.search",
  "reservations.get",
  "reservations.list",
);

const resources = bigquery(
  "bireservations.get",
  "capacityCommitments.get",
  "capacityCommitments.list",
  "jobs.get",
  "jobs.list",
  "jobs.listAll",
);

export const seedRoles: Readonly<Record<string, SeedRole>> = {
  "roles/bigquery.admin": { permissions: [...bigquery("*"), ...project], goneSince: [] },
  "roles/bigquery.connectionAdmin": { permissions: bigquery("connections.*"), goneSince: [] },
  "roles/bigquery.connectionUser": {
    permissions: bigquery(
      "connections.get",
      "connections.getIamPolicy",
      "connections.list",
      "connections.use",
    ),
    goneSince: [],
  },
  "roles/bigquery.dataEditor": {
    permissions: [
      ...bigquery(
        "datasets.create",
        "datasets.get",
        "datasets.getIamPolicy",
        "datasets.updateTag",
        "models.*",
        "routines.*",
        "tables.create",
        "tables.delete",
        "tables.export",
        "tables.get",
        "tables.getData",
        "tables.getIamPolicy",
        "tables.list",
        "tables.update",
        "tables.updateData",
        "tables.updateTag",
      ),
      ...project,
    ],
    goneSince: [],
  },
  "roles/bigquery.dataOwner": {
    permissions: [...bigquery("datasets.*", "models.*", "routines.*", "tables.*"), ...project],
    goneSince: [],
  },
  "roles/bigquery.dataViewer": { permissions: [...dataViewer, ...project], goneSince: [] },
  "roles/bigquery.jobUser": { permissions: [...bigquery("jobs.create"), ...project], goneSince: [] },
  "roles/bigquery.metadataViewer": {
    permissions: [
      ...dataViewer.filter((permission) => !/\.(?:export|getData)$/.test(permission)),
      ...project,
    ],
    goneSince: [],
  },
  "roles/bigquery.readSessionUser": {
    permissions: [...bigquery("readsessions.*"), ...project],
    goneSince: [],
  },
  "roles/bigquery.resourceAdmin": {
    permissions: [
      ...bigquery("bireservations.*", "capacityCommitments.*", "reservationAssignments.*", "reservations.*"),
      ...bigquery("jobs.get", "jobs.list", "jobs.listAll"),
      ...project,
    ],
    goneSince: [],
  },
  "roles/bigquery.user": {
    permissions: [
      ...bigquery("bireservations.get", "capacityCommitments.get", "capacityCommitments.list", "config.get"),
      ...bigquery(
        "datasets.create",
        "datasets.get",
        "datasets.getIamPolicy",
        "jobs.create",
        "jobs.list",
        "models.list",
      ),
      ...bigquery(
        "readsessions.*",
        "routines.list",
        "savedqueries.get",
        "savedqueries.list",
        "tables.list",
        "transfers.get",
      ),
      ...reservationsRead,
      ...project,
    ],
    goneSince: [],
  },
  "roles/bigquery.resourceEditor": {
    permissions: [...resources, ...bigquery("reservationAssignments.*", "reservations.*"), ...project],
    goneSince: [],
  },
  "roles/bigquery.resourceViewer": {
    permissions: [...resources, ...reservationsRead, ...project],
    goneSince: [],
  },
};
