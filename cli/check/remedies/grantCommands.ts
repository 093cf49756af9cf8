import { createHash } from "node:crypto";
import { recommendRole } from "../../../policy/access/recommendRole";
import type { Scope } from "../../../policy/iam/scope";
import type { Setting } from "./Setting";
import { shellWord } from "../../text/shell";

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
