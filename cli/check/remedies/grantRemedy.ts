import { scopeKey, type Scope } from "../../../policy/iam/scope";
import type { Remedy } from "../result";
import { grantCommands } from "./grantCommands";
import type { Purpose, Setting } from "./Setting";
import { stackConfigEntry } from "./stackConfigEntry";

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
export function worksOnProjectOnly(permission: string): boolean {
  return /^bigquery\.(jobs|readsessions)\./.test(permission) || permission === "bigquery.datasets.create";
}
