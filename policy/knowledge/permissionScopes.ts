/**
 * At which kind of resource a BigQuery permission does anything.
 *
 * Source: "Lowest-level resource" in https://cloud.google.com/bigquery/docs/access-control, read August 2026;
 * that `tables.list` cannot be granted on a table and `jobs.create` does nothing on a dataset is also in Segment's page.
 */
export type ResourceKind =
  | "organization"
  | "folder"
  | "project"
  | "dataset"
  | "table"
  | "routine"
  | "connection"
  | "serviceAccount"
  | "other";

const aboveDataset: readonly ResourceKind[] = ["organization", "folder", "project"];
const datasetUp: readonly ResourceKind[] = [...aboveDataset, "dataset"];
const tableUp: readonly ResourceKind[] = [...datasetUp, "table"];

const byPermission: Readonly<Record<string, readonly ResourceKind[]>> = {
  "bigquery.datasets.create": aboveDataset,
  "bigquery.tables.create": datasetUp,
  "bigquery.tables.list": datasetUp,
};

const byService: Readonly<Record<string, readonly ResourceKind[]>> = {
  "bigquery.datasets": datasetUp,
  "bigquery.models": datasetUp,
  "bigquery.propertyGraphs": datasetUp,
  "bigquery.routines": [...datasetUp, "routine"],
  "bigquery.tables": tableUp,
  "bigquery.rowAccessPolicies": tableUp,
  "bigquery.connections": [...aboveDataset, "connection"],
};

/** Whether granting the permission on a resource of this kind has any effect; true for services other than BigQuery. */
export function worksAt(permission: string, kind: ResourceKind): boolean {
  if (!permission.startsWith("bigquery.")) return true;
  const service = permission.slice(0, permission.lastIndexOf("."));
  return (byPermission[permission] ?? byService[service] ?? aboveDataset).includes(kind);
}
