import { catalogueRole } from "../../knowledge/catalogue";
import { documentedSourceRole, documentedStateRole, smallestJobRole } from "../../knowledge/documentedRoles";
import { assess } from "../assessment";
import type { PackConfig } from "../config";
import type { Declaration } from "../declaration";
import { iamType } from "../grants/iamFamily";
import { needs, sourceScope } from "../needs";
import type { Resource } from "../resource";
import { scopeKey } from "../scope";
import { excesses, isPlainGrant } from "./excess";

/**
 * The narrowest role that serves in place of a too broad one, where that is certain: one predefined role for one member,
 * on a scope that the organisation's own config declares, and replaced by a part of itself that keeps all that is needed
 * there.
 *
 * @returns undefined where the resource is not too broad, or where what serves is not certain
 */
export function narrowerRole(resource: Resource, config: PackConfig, now: Date): string | undefined {
  if (iamType(resource.type)?.shape !== "member" || config.serviceAccounts === undefined) return undefined;
  const excess = excesses(assess([resource], config, now)).find(isPlainGrant);
  if (!excess) return undefined;
  const { declared } = excess.assessed.subject;
  const key = scopeKey(excess.scope);
  const serving = servingRoles(declared).get(key);
  const kept = serving && catalogueRole(serving)?.permissions;
  if (!kept) return undefined;
  const held = new Set(excess.written);
  const needed = needs(declared).filter(
    ({ scope, permission }) => scopeKey(scope) === key && held.has(permission),
  );
  return kept.every((permission) => held.has(permission)) &&
    needed.every(({ permission }) => kept.includes(permission))
    ? serving
    : undefined;
}

/** The role that serves on each scope that is declared. The state dataset's holds a source's. */
function servingRoles({ project, sources = [], stateDataset }: Declaration): Map<string, string> {
  return new Map([
    ...sources.map((source) => [scopeKey(sourceScope(source)), documentedSourceRole] as const),
    [scopeKey({ kind: "project", project }), smallestJobRole],
    [scopeKey({ kind: "dataset", ...stateDataset }), documentedStateRole],
  ]);
}
