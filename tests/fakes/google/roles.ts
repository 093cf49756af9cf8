import catalogue from "./roles.json";
import type { GoogleState } from "./state";

/** The permissions of each predefined role that the fake knows. */
export const predefinedRoles: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(catalogue.roles).map(([role, groups]) => [
    role,
    new Set(
      Object.entries(groups).flatMap(([prefix, verbs]) =>
        verbs.split(" ").map((verb) => `${prefix}.${verb}`),
      ),
    ),
  ]),
);

/** Datasets answer with these words: https://cloud.google.com/bigquery/docs/access-control-basic-roles#dataset-basic-roles */
export const legacyRoles: Record<string, string> = {
  OWNER: "roles/bigquery.dataOwner",
  WRITER: "roles/bigquery.dataEditor",
  READER: "roles/bigquery.dataViewer",
};

/** What a role grants now; nothing for one that is unknown, deleted or disabled. */
export function permissionsOf(state: GoogleState, role: string): ReadonlySet<string> {
  const custom = /^projects\/([^/]+)\/roles\/(.+)$/.exec(role);
  if (!custom) return predefinedRoles.get(role) ?? new Set();
  const held = state.projects.get(custom[1] ?? "")?.roles.get(custom[2] ?? "");
  return held && held.deletedAt === undefined && held.stage !== "DISABLED"
    ? new Set(held.includedPermissions)
    : new Set();
}

/** Whether a role can be bound at all: https://cloud.google.com/iam/docs/reference/rest/v1/Policy#Binding */
export function roleExists(state: GoogleState, role: string): boolean {
  const custom = /^projects\/([^/]+)\/roles\/(.+)$/.exec(role);
  if (!custom) return predefinedRoles.has(role);
  const held = state.projects.get(custom[1] ?? "")?.roles.get(custom[2] ?? "");
  return held !== undefined && held.deletedAt === undefined;
}
