import data from "./catalogue.json";

/** One role of Google's, as `gcloud iam roles describe` showed it on the catalogue's date. */
export interface CatalogueRole {
  readonly title: string;
  readonly stage: string;
  /** False where only the permissions that matter here (BigQuery's, borrowing, raising, deploying) were kept. */
  readonly complete: boolean;
  readonly permissions: readonly string[];
}

const roles = new Map<string, CatalogueRole>(Object.entries(data.roles));

/** Where the catalogue's facts come from, when they were read, and under which licence. */
export const catalogueSource: {
  readonly origin: string;
  readonly url: string;
  readonly commit: string;
  readonly readOn: string;
  readonly licence: string;
} = data.source;

/** Every BigQuery permission that existed on the catalogue's date: what a wildcard is expanded against. */
export const bigqueryPermissions: readonly string[] = data.bigqueryPermissions;

/** The role of that exact name (`roles/…`), or undefined when the catalogue does not hold it. */
export function catalogueRole(name: string): CatalogueRole | undefined {
  return roles.get(name);
}

let all: readonly string[] | undefined;

/** Every permission that the catalogue has seen in any role or in BigQuery's list: what a wildcard may match. */
export function knownPermissions(): readonly string[] {
  all ??= [
    ...new Set([...bigqueryPermissions, ...[...roles.values()].flatMap((role) => role.permissions)]),
  ].sort();
  return all;
}
