import type { Scope } from "../../policy/model/scope";
import type { Remedy } from "./result";

/** Whom the remedies are for, and where. */
export interface Setting {
  email: string;
  project: string;
  location: string;
}

/** Grants what is missing, by the smallest predefined role that holds it. */
export function grantRemedy(
  setting: Setting,
  scope: Scope,
  permissions: readonly string[],
  purpose: Purpose,
): Remedy {
  const role = smallestRole(permissions, purpose);
  return {
    stackConfig: stackConfig(scope, purpose, permissions),
    gcloud: grantCommand(setting, scope, role),
  };
}

/** What a scope is to Segment: it decides the role and the key of the stack config. */
export type Purpose = "project" | "source" | "state" | "model";

function smallestRole(permissions: readonly string[], purpose: Purpose): string {
  const all = (test: (permission: string) => boolean): boolean =>
    permissions.length > 0 && permissions.every(test);
  if (purpose === "project") {
    if (all((permission) => permission.startsWith("bigquery.readsessions.")))
      return "roles/bigquery.readSessionUser";
    return permissions.includes("bigquery.datasets.create")
      ? "roles/bigquery.user"
      : "roles/bigquery.jobUser";
  }
  const reads = (permission: string): boolean => /\.(get|getData|getMetadata|list|export)$/.test(permission);
  return purpose === "source" || (purpose === "model" && all(reads))
    ? "roles/bigquery.dataViewer"
    : "roles/bigquery.dataEditor";
}

function stackConfig(scope: Scope, purpose: Purpose, permissions: readonly string[]): string {
  if (purpose === "project") {
    const storage = permissions.some((permission) => permission.startsWith("bigquery.readsessions."));
    return storage ? "segment-bigquery:readApi: STORAGE" : "segment-bigquery:profile: documented";
  }
  if (purpose === "state") return "segment-bigquery:stateDataset: { mode: existing }";
  const parts = Object.entries(scope).filter(([name]) => name !== "kind");
  const entry = parts.map(([name, value]) => `${name}: ${String(value)}`).join(", ");
  return purpose === "model"
    ? `segment-bigquery:models: [{ ${entry}, operations: […] }]`
    : `segment-bigquery:sources: [{ ${entry} }]`;
}

/** Datasets and tables are granted in SQL: https://cloud.google.com/bigquery/docs/control-access-to-resources-iam */
function grantCommand({ email, project, location }: Setting, scope: Scope, role: string): string {
  const member = `serviceAccount:${email}`;
  if (scope.kind !== "dataset" && scope.kind !== "table") {
    const where = scope.kind === "project" ? scope.project : project;
    return `gcloud projects add-iam-policy-binding ${shellWord(where)} --member=${shellWord(member)} --role=${role} --condition=None`;
  }
  const what =
    scope.kind === "dataset"
      ? `SCHEMA \`${scope.project}\`.\`${scope.dataset}\``
      : `TABLE \`${scope.project}\`.\`${scope.dataset}\`.\`${scope.table}\``;
  const sql = `GRANT \`${role}\` ON ${what} TO "${member}"`;
  return `bq --project_id=${shellWord(project)} --location=${shellWord(location)} query --use_legacy_sql=false ${shellWord(sql)}`;
}

/** Shows which roles an excess on a project comes from; which one to take away is for a person to decide. */
export function revokeOnProject({ email, project }: Setting): Remedy {
  const word = shellWord(`bindings.members:serviceAccount:${email}`);
  return {
    stackConfig: "segment-bigquery:profile: minimal",
    gcloud:
      `gcloud projects get-iam-policy ${shellWord(project)} --flatten='bindings[].members' --filter=${word} ` +
      `--format='value(bindings.role)', then for each role beyond need: gcloud projects remove-iam-policy-binding ` +
      `${shellWord(project)} --member=${shellWord(`serviceAccount:${email}`)} --role=ROLE --all`,
  };
}

/** Takes a role on a dataset or table away. */
export function revokeInSql({ email, project, location }: Setting, scope: Scope, role: string): Remedy {
  const what =
    scope.kind === "table"
      ? `TABLE \`${scope.project}\`.\`${scope.dataset}\`.\`${scope.table}\``
      : schema(scope);
  const sql = `REVOKE \`${role}\` ON ${what} FROM "serviceAccount:${email}"`;
  return {
    gcloud: `bq --project_id=${shellWord(project)} --location=${shellWord(location)} query --use_legacy_sql=false ${shellWord(sql)}`,
  };
}

function schema(scope: Scope): string {
  return scope.kind === "dataset" ? `SCHEMA \`${scope.project}\`.\`${scope.dataset}\`` : "SCHEMA …";
}

/** A word that a shell takes as it stands. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
