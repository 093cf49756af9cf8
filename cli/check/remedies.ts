import type { ProfileName } from "../../policy/access/declaration";
import type { Scope } from "../../policy/iam/scope";
import type { Remedy } from "./result";

/** Whom the remedies are for, and where. */
export interface Setting {
  email: string;
  project: string;
  location: string;
}

/** What a scope is to Segment: it decides the role and the key of the stack config. */
export type Purpose = "project" | "source" | "state" | "model";

/**
 * Grants what is missing, by the smallest predefined role that holds it.
 *
 * @param operation the BigQuery ML operation that needs it
 */
export function grantRemedy(
  setting: Setting,
  scope: Scope,
  permissions: readonly string[],
  purpose: Purpose,
  operation?: string,
): Remedy {
  const role = smallestRole(permissions, purpose);
  return {
    stackConfig: stackConfig(scope, purpose, permissions, operation),
    gcloud: grantCommand(setting, scope, role),
  };
}

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

/** The entry that makes the stack grant it, as in Pulumi.<stack>.yaml; for one that stands there already, `pulumi up`. */
function stackConfig(
  scope: Scope,
  purpose: Purpose,
  permissions: readonly string[],
  operation?: string,
): string {
  const has = (prefix: string): boolean => permissions.some((permission) => permission.startsWith(prefix));
  const name = Object.entries(scope)
    .filter(([part]) => part !== "kind")
    .map(([, value]) => String(value))
    .join(".");
  switch (purpose) {
    case "project":
      if (has("bigquery.readsessions.")) return "segment-bigquery:readApi: STORAGE";
      if (has("bigquery.datasets.create")) return "segment-bigquery:stateDataset: { mode: madeBySegment }";
      return `segment-bigquery:project: ${name}`;
    case "source":
      return `segment-bigquery:sources: [${name}]`;
    case "state":
      return `segment-bigquery:stateDataset: { mode: existing, datasetId: ${name.slice(name.lastIndexOf(".") + 1)} }`;
    case "model":
      return `segment-bigquery:models: [{ dataset: ${name}, operations: [${operation ?? "get"}] }]`;
  }
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
export function revokeOnProject({ email, project }: Setting, profile: ProfileName): Remedy {
  const member = `serviceAccount:${email}`;
  return {
    ...(profile === "minimal" && { stackConfig: "segment-bigquery:profile: minimal" }),
    gcloud:
      `gcloud projects get-iam-policy ${shellWord(project)} --flatten='bindings[].members' ` +
      `--filter=${shellWord(`bindings.members:${member}`)} --format='value(bindings.role)'`,
    advice:
      "The command lists the account's roles there; for each beyond need: gcloud projects remove-iam-policy-binding " +
      `${shellWord(project)} --member=${shellWord(member)} --role=ROLE --all. A role that is not listed comes from a ` +
      "group, a folder or the organisation.",
  };
}

/** Takes roles on a dataset away. */
export function revokeOnDataset(
  setting: Setting,
  scope: Scope & { kind: "dataset" },
  roles: readonly string[],
): Remedy {
  const { email, project, location } = setting;
  const what = `SCHEMA \`${scope.project}\`.\`${scope.dataset}\``;
  const sql = `REVOKE ${roles.map((role) => `\`${role}\``).join(", ")} ON ${what} FROM "serviceAccount:${email}"`;
  return {
    gcloud: `bq --project_id=${shellWord(project)} --location=${shellWord(location)} query --use_legacy_sql=false ${shellWord(sql)}`,
  };
}

/** Shows the roles on a table itself; the one to take away may also come from above. */
export function showOnTable(scope: Scope & { kind: "table" }): Remedy {
  return {
    gcloud: `bq get-iam-policy --table=true ${shellWord(`${scope.project}:${scope.dataset}.${scope.table}`)}`,
    advice:
      "The command lists the table's own roles; one that is not listed comes from the dataset or from above.",
  };
}

/** A word that a shell takes as it stands. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
