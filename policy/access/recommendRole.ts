import {
  catalogueRole,
  documentedProjectRoles,
  documentedSourceRole,
  documentedStateRole,
  smallestJobRole,
  smallestReadSessionRole,
} from "../facts/roles";
import { allowance } from "./allowance";
import type { Declaration } from "./declaration";
import type { Scope } from "../iam/scope";

/** What to grant: predefined roles together, or a custom role where no predefined ones fit. */
export type Recommendation =
  | { readonly kind: "predefined"; readonly roles: readonly string[] }
  | { readonly kind: "custom"; readonly permissions: readonly string[] };

/** Roles that work below a project; jobs and read sessions belong to a project. */
const dataRoles: readonly string[] = [documentedSourceRole, documentedStateRole];

/** Metadata Viewer is left out: it shows every schema, and Segment no longer asks for it. */
const candidates = [
  smallestJobRole,
  smallestReadSessionRole,
  documentedSourceRole,
  documentedStateRole,
  ...documentedProjectRoles.filter((role) => role === "roles/bigquery.user"),
];

/**
 * The predefined role, or the two, that hold the permissions and the least else, all of which the profile accepts on the
 * scope; else a custom role of just these permissions.
 */
export function recommendRole(
  permissions: readonly string[],
  scope: Scope,
  declared: Declaration,
): Recommendation {
  const accepted = allowance(declared);
  const fits = (role: string) =>
    (scope.kind === "project" || dataRoles.includes(role)) &&
    accepted.excessive(role, held(role), scope).length === 0;
  const best = choices.find(
    ({ roles, all }) => permissions.every((permission) => all.has(permission)) && roles.every(fits),
  );
  return best && permissions.length > 0
    ? { kind: "predefined", roles: best.roles }
    : { kind: "custom", permissions: [...permissions].sort() };
}

function held(role: string): readonly string[] {
  return catalogueRole(role)?.permissions ?? [];
}

/** Each candidate and each two of them: first what holds the least. */
const choices = [...candidates.map((role) => [role]), ...pairs(candidates)]
  .map((roles) => ({ roles, all: new Set(roles.flatMap(held)) }))
  .sort((a, b) => a.all.size - b.all.size || a.roles.length - b.roles.length);

function pairs(roles: readonly string[]): string[][] {
  return roles.flatMap((first, index) => roles.slice(index + 1).map((second) => [first, second]));
}
