import { smallestExportRole } from "../../policy/facts/roles";
import { impersonationPermissions, deployPermissions, escalates } from "../../policy/facts/permissions";

/** A role as Google's IAM API describes it. */
export interface LiveRole {
  readonly name: string;
  readonly title: string;
  readonly stage: string;
  readonly permissions: readonly string[];
}

/** The catalogue's content, in the form of `policy/facts/catalogue.json`. */
export interface CatalogueContent {
  readonly source: Readonly<Record<string, string>>;
  readonly bigqueryPermissions: readonly string[];
  readonly roles: Readonly<
    Record<string, { title: string; stage: string; complete: boolean; permissions: readonly string[] }>
  >;
}

/**
 * Picks what the pack judges by: BigQuery's own roles and the one that exports models in full, and of every other role
 * its permissions of BigQuery, of impersonation, of escalation and of deployment. A role with none of these is left out;
 * the pack reports it as unknown if Segment's account holds it.
 */
export function catalogueFrom(
  live: readonly LiveRole[],
  source: Readonly<Record<string, string>>,
): CatalogueContent {
  const sorted = [...live].sort((a, b) => (a.name < b.name ? -1 : 1));
  const roles: Record<string, CatalogueContent["roles"][string]> = {};
  for (const { name, title, stage, permissions } of sorted) {
    const complete = name.startsWith("roles/bigquery") || name === smallestExportRole;
    const kept = [...new Set(complete ? permissions : permissions.filter(matters))].sort();
    if (complete || kept.length > 0) roles[name] = { title, stage, complete, permissions: kept };
  }
  const bigquery = sorted.flatMap(({ permissions }) => permissions.filter(ofBigQuery));
  return { source, bigqueryPermissions: [...new Set(bigquery)].sort(), roles };
}

function ofBigQuery(permission: string): boolean {
  return permission.startsWith("bigquery.");
}

function matters(permission: string): boolean {
  const listed = impersonationPermissions.includes(permission) || deployPermissions.includes(permission);
  return ofBigQuery(permission) || listed || escalates(permission);
}

/** The file's text, one role a line, so that a refresh reads well as a diff. */
export function catalogueText({ source, bigqueryPermissions, roles }: CatalogueContent): string {
  const lines = Object.entries(roles).map(
    ([name, role]) => `${JSON.stringify(name)}: ${JSON.stringify(role)}`,
  );
  return [
    "{",
    `"source": ${JSON.stringify(source)},`,
    `"bigqueryPermissions": ${JSON.stringify(bigqueryPermissions)},`,
    '"roles": {',
    lines.join(",\n"),
    "}",
    "}",
    "",
  ].join("\n");
}
