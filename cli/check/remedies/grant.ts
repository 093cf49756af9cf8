import { createHash } from "node:crypto";
import { recommendRole } from "../../../policy/access/recommendRole";
import { type Scope, scopeKey } from "../../../policy/iam/scope";
import { shellWord } from "../../text";
import type { Purpose, Remedy, Setting } from "../result";
import { neededOn, type Written } from "../written";

/**
 * Grants what is missing where it works, whatever was tried when it was found missing.
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
  const onProject: Scope = { kind: "project", project: setting.project };
  const above = permissions.filter((permission) => worksOnProjectOnly(permission));
  const below = permissions.filter((permission) => !worksOnProjectOnly(permission));
  const parts = [
    { at: onProject, permissions: above, purpose: "project" as const },
    { at: scope, permissions: below, purpose },
  ].filter((part) => part.permissions.length > 0);
  const [first, second] = parts;
  const merged =
    first && second && scopeKey(first.at) === scopeKey(second.at)
      ? [{ ...first, permissions: [...first.permissions, ...second.permissions] }]
      : parts;
  const entries = merged.flatMap((part) =>
    stackConfigEntry(part.at, part.purpose, part.permissions, operation),
  );
  return {
    ...(entries.length > 0 && { stackConfig: [...new Set(entries)].join("\n") }),
    commands: merged.flatMap((part) => grantCommands(setting, part.at, part.permissions)),
  };
}

/** Jobs, read sessions and new datasets belong to a project: on a dataset their permissions do nothing. */
function worksOnProjectOnly(permission: string): boolean {
  return /^bigquery\.(jobs|readsessions)\./.test(permission) || permission === "bigquery.datasets.create";
}

/** Makes a dataset that Segment writes, or leaves it as it is, and grants what is needed on it. */
export function datasetRemedy(setting: Setting, { kind, project, dataset }: Written): Remedy {
  const scope = { kind: "dataset", project, dataset } as const;
  return {
    stackConfig:
      kind === "state"
        ? "segment-bigquery:stateDataset: { mode: created }"
        : stackConfigEntry(scope, kind, []).join("\n"),
    commands: [
      `bq --location=${shellWord(setting.location)} mk --force --dataset ${shellWord(`${project}:${dataset}`)}`,
      ...grantCommands(setting, scope, neededOn(setting.declared, { kind, project, dataset })),
    ],
  };
}

/** The commands that give an account the permissions, and nothing that the profile does not accept. */
export function grantCommands(setting: Setting, scope: Scope, permissions: readonly string[]): string[] {
  if (permissions.length === 0) return [];
  return recommendedRoles(setting, scope, permissions).flatMap(({ role, create }) => [
    ...(create === undefined ? [] : [create]),
    grantCommand(setting, scope, role),
  ]);
}

/** The roles that `grantCommands` grants; `create` makes a custom one. */
export function recommendedRoles(
  { project, declared }: Setting,
  scope: Scope,
  permissions: readonly string[],
): { role: string; create?: string }[] {
  const recommended = recommendRole(permissions, scope, declared);
  if (recommended.kind === "predefined") return recommended.roles.map((role) => ({ role }));
  // A project's custom role works inside that project only.
  const home = "project" in scope && scope.project !== undefined ? scope.project : project;
  const list = recommended.permissions.join(",");
  const id = `segment_${createHash("sha256").update(list).digest("hex").slice(0, 8)}`;
  return [
    {
      role: `projects/${home}/roles/${id}`,
      create: `gcloud iam roles create ${id} --project=${shellWord(home)} --title=Segment --permissions=${list}`,
    },
  ];
}

/** Datasets and tables are granted in SQL: https://cloud.google.com/bigquery/docs/control-access-to-resources-iam */
function grantCommand(setting: Setting, scope: Scope, role: string): string {
  const { email, project } = setting;
  if (scope.kind === "dataset" || scope.kind === "table")
    return queryCommand(setting, `GRANT \`${role}\` ON ${sqlName(scope)} TO "serviceAccount:${email}"`);
  const where = scope.kind === "project" ? scope.project : project;
  return `gcloud projects add-iam-policy-binding ${shellWord(where)} --member=${member(setting)} --role=${role} --condition=None`;
}

/** A statement to be run with one's own credentials. */
export function queryCommand({ project, location }: Setting, sql: string): string {
  return `bq --project_id=${shellWord(project)} --location=${shellWord(location)} query --use_legacy_sql=false ${shellWord(sql)}`;
}

export function sqlName(scope: Scope & { kind: "dataset" | "table" }): string {
  const dataset = `\`${scope.project}\`.\`${scope.dataset}\``;
  return scope.kind === "dataset" ? `SCHEMA ${dataset}` : `TABLE ${dataset}.\`${scope.table}\``;
}

export function member({ email }: Setting): string {
  return shellWord(`serviceAccount:${email}`);
}

/** The entries that make the stack grant it, as in Pulumi.<stack>.yaml; for one that is there already, `pulumi up`. */
function stackConfigEntry(
  scope: Scope,
  purpose: Purpose,
  permissions: readonly string[],
  operation?: string,
): string[] {
  const name = Object.entries(scope)
    .filter(([part]) => part !== "kind")
    .map(([, value]) => String(value))
    .join(".");
  if (scope.kind === "project") return [...new Set(permissions.map((one) => entryOnProject(one, name)))];
  switch (purpose) {
    case "state":
      return [
        `segment-bigquery:stateDataset: { mode: existing, datasetId: ${name.slice(name.lastIndexOf(".") + 1)} }`,
      ];
    case "destination":
      return [`segment-bigquery:destinations: [${name.slice(name.lastIndexOf(".") + 1)}]`];
    case "model":
      return [`segment-bigquery:models: [{ dataset: ${name}, operations: [${operation ?? "get"}] }]`];
    case "source":
    case "project":
      return [`segment-bigquery:sources: [${name}]`];
  }
}

function entryOnProject(permission: string, project: string): string {
  if (permission.startsWith("bigquery.readsessions.")) return "segment-bigquery:readApi: STORAGE";
  if (permission === "bigquery.datasets.create")
    return "segment-bigquery:stateDataset: { mode: madeBySegment }";
  return permission.startsWith("bigquery.jobs.")
    ? `segment-bigquery:project: ${project}`
    : `segment-bigquery:sources: [${project}]`;
}
