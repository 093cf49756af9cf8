import {
  impersonationPermissions,
  deployPermissions,
  escalationPermissions,
} from "../../policy/facts/permissions";
import { bigqueryPermissions } from "../../policy/facts/roles";

/**
 * What a project is asked about: everything of BigQuery, and what would let the key raise itself, borrow another
 * account, deploy something that runs as one, or read secrets.
 *
 * Left out on purpose: other services' data. The key's roles on buckets, topics and the like are for `adopt`.
 */
export const askedOnProject: readonly string[] = [
  ...new Set([
    ...bigqueryPermissions,
    ...escalationPermissions,
    ...impersonationPermissions,
    ...deployPermissions,
    "resourcemanager.projects.setIamPolicy",
    "secretmanager.secrets.setIamPolicy",
    "secretmanager.versions.access",
  ]),
].sort();

/** What a table is asked about. */
export const askedOnTable: readonly string[] = bigqueryPermissions.filter((permission) =>
  /^bigquery\.(tables|rowAccessPolicies)\./.test(permission),
);

/** What the account itself is asked about: with any of these a leaked key outlives its deletion. */
export const askedOnAccount: readonly string[] = impersonationPermissions;
