/**
 * At which kind of resource a BigQuery permission does anything.
 *
 * Source: "Lowest-level resource" in https://cloud.google.com/bigquery/docs/access-control, read August 2026;
 * that `tables.list` cannot be granted on a table is also in Segment's page of 2023-08-29.
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

/**
 * Permissions that reach beyond themselves.
 *
 * Left out on purpose: permissions that merely sound powerful (`*.admin` in a role's name, `*.update` elsewhere).
 * Source: https://cloud.google.com/iam/docs/service-account-permissions and
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-control-language, read August 2026.
 */

/** With one of these an account can give itself more. `datasets.update` is enough for `GRANT … ON SCHEMA`. */
export const escalationPermissions: readonly string[] = [
  "bigquery.connections.delegate",
  "bigquery.connections.use",
  "bigquery.datasets.update",
  "iam.roles.update",
];

/** Whether a permission lets its holder raise itself: the ones listed, and any `setIamPolicy`. */
export function escalates(permission: string): boolean {
  return permission.endsWith(".setIamPolicy") || escalationPermissions.includes(permission);
}

/** With one of these, on a service account, the holder can act as that account. */
export const impersonationPermissions: readonly string[] = [
  "iam.serviceAccountApiKeyBindings.create",
  "iam.serviceAccountKeys.create",
  "iam.serviceAccounts.actAs",
  "iam.serviceAccounts.getAccessToken",
  "iam.serviceAccounts.getOpenIdToken",
  "iam.serviceAccounts.implicitDelegation",
  "iam.serviceAccounts.setIamPolicy",
  "iam.serviceAccounts.signBlob",
  "iam.serviceAccounts.signJwt",
];

/** Permissions to deploy something that runs as another account: they count only together with `actAs`. */
export const deployPermissions: readonly string[] = [
  "cloudbuild.builds.create",
  "cloudfunctions.functions.create",
  "cloudfunctions.functions.update",
  "cloudscheduler.jobs.create",
  "composer.environments.create",
  "compute.instances.create",
  "dataflow.jobs.create",
  "dataform.workflowInvocations.create",
  "dataproc.clusters.create",
  "deploymentmanager.deployments.create",
  "run.jobs.create",
  "run.services.create",
];

/** The permissions of a role with which an account can be acted as: the same list for the same list. */
export function impersonationAmong(permissions: readonly string[]): readonly string[] {
  const known = remembered.get(permissions);
  if (known !== undefined) return known;
  const found = permissions.filter((permission) => impersonating.has(permission));
  remembered.set(permissions, found);
  return found;
}

const impersonating: ReadonlySet<string> = new Set(impersonationPermissions);

/** A stack grants a few roles many times, and basic roles hold thousands of permissions. */
const remembered = new WeakMap<readonly string[], readonly string[]>();
