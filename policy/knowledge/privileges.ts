/**
 * Permissions that reach beyond themselves.
 *
 * Left out on purpose: permissions that merely sound powerful (`*.admin` in a role's name, `*.update` elsewhere).
 * Source: https://cloud.google.com/iam/docs/service-account-permissions and
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-control-language, read August 2026.
 */

/** With one of these an account can give itself more. `datasets.update` is enough for `GRANT … ON SCHEMA`. */
export const raisingPermissions: readonly string[] = [
  "bigquery.connections.delegate",
  "bigquery.connections.use",
  "bigquery.datasets.update",
  "iam.roles.update",
];

/** Whether a permission lets its holder raise itself: the ones listed, and any `setIamPolicy`. */
export function raises(permission: string): boolean {
  return permission.endsWith(".setIamPolicy") || raisingPermissions.includes(permission);
}

/** With one of these, on a service account, the holder can act as that account. */
export const borrowingPermissions: readonly string[] = [
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
