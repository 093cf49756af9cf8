import { catalogueRole } from "../../knowledge/catalogue";
import { documentedSourceRole, documentedStateRole, smallestJobRole } from "../../knowledge/documentedRoles";
import { assess } from "../assessment";
import type { PackConfig } from "../config";
import { iamType } from "../grants/iamFamily";
import { scopeKey } from "../scope";
import { sourceScope } from "../needs";
import type { Resource } from "../resource";
import { excesses, isPlainGrant } from "./excess";

/**
 * The narrowest role that serves in place of a too broad one, where that is certain: one predefined role for one member,
 * on a scope that the organisation's own config declares, and replaced by a part of itself.
 *
 * @returns undefined where the resource is not too broad, or where what serves is not certain
 */
export function narrowerRole(resource: Resource, config: PackConfig, now: Date): string | undefined {
  if (iamType(resource.type)?.shape !== "member" || config.serviceAccounts === undefined) return undefined;
  const [excess, ...others] = excesses(assess([resource], config, now));
  if (!excess || others.length > 0 || !isPlainGrant(excess)) return undefined;
  const { role, scope, assessed } = excess;
  const { declared } = assessed.subject;
  const key = scopeKey(scope);
  const isState = key === scopeKey({ kind: "dataset", ...declared.stateDataset });
  const isSource = declared.sources?.some(
    (source) => source.dataset !== undefined && scopeKey(sourceScope(source)) === key,
  );
  const serving = isState
    ? documentedStateRole
    : isSource
      ? documentedSourceRole
      : scope.kind === "project" && scope.project === declared.project
        ? smallestJobRole
        : undefined;
  return serving !== undefined && isPart(serving, role.name) ? serving : undefined;
}

/** Whether a role holds nothing that the other lacks, so that replacing gives nothing new. */
function isPart(narrow: string, wide: string): boolean {
  const all = new Set(catalogueRole(wide)?.permissions);
  return (
    narrow !== wide && (catalogueRole(narrow)?.permissions ?? []).every((permission) => all.has(permission))
  );
}
