import { modelOperationNames } from "../facts/modelOperations";
import { productNames } from "../facts/products";
import { catalogueRole, documentedSourceRole, documentedStateRole, smallestJobRole } from "../facts/roles";
import { iamType } from "../iam/grants/iamScope";
import { bucket, type Scope, scopeKey } from "../iam/scope";
import { remembered } from "../stack/remembered";
import type { Resource } from "../stack/resource";
import * as types from "../stack/types";
import { allowance } from "./allowance";
import { assess, type Assessment } from "./assessment";
import type { PackConfig } from "./config";
import type { ConnectionRef, Declaration } from "./declaration";
import { type Excess, excesses, isPlainGrant } from "./excess";
import { needs, sourceScope } from "./needs";

/**
 * What the one resource of an assessment gives in excess whatever the rest of its stack declares: certain before anything is
 * made.
 *
 * Counts only permissions that no declaration would accept. Left to the judgement of the whole stack: custom roles, groups,
 * conditions, and all that a declaration might allow.
 */
export const excessesAlone = remembered((assessment: Assessment): readonly Excess[] => {
  const { config, stack } = assessment;
  const plain = excesses(assessment).filter(isPlainGrant);
  const ofComponent = stack.resources.some(({ urn }) => urn.includes(`${types.component}$`));
  return plain.flatMap((excess): Excess[] => {
    const { access, scope, role, permissions } = excess;
    const widest = allowance(widestDeclaration(access.segment.declared, config, scope, ofComponent));
    const certain = new Set(widest.excessive(role.name, permissions, scope));
    const kept = (some: readonly string[]) => some.filter((permission) => certain.has(permission));
    const [excessive, escalating] = [kept(excess.excessive), kept(excess.escalating)];
    if (excessive.length + escalating.length === 0) return [];
    const impersonating = kept(excess.impersonating);
    return [{ ...excess, permissions: kept(permissions), excessive, escalating, impersonating }];
  });
});

/** What of a scope a declaration can name. */
type Place = { readonly kind: Scope["kind"]; readonly project?: string; readonly dataset?: string };

/**
 * The declaration that would accept most at the scope, of all that the config leaves open.
 *
 * A component declares its products, and so may the words of an account that other resources make; anyone who configures
 * sources has said enough for the account's products to be what they look like.
 */
export function widestDeclaration(
  declared: Declaration,
  config: PackConfig,
  scope: Scope,
  ofComponent = false,
): Declaration {
  const { project = declared.project, dataset = declared.stateDataset.dataset }: Place = scope;
  return {
    products: config.products ?? (config.sources && !ofComponent ? declared.products : productNames),
    project,
    profile: config.profile ?? "documented",
    readApi: config.readApi ?? "STORAGE",
    segmentCreatesStateDataset: config.segmentCreatesStateDataset ?? true,
    sources: (config.sources && declared.sources) ?? [{ project }],
    models: config.models ? declared.models : [{ project, dataset, operations: modelOperationNames }],
    stateDataset: config.stateDataset === undefined ? { project, dataset } : declared.stateDataset,
    destinations: config.destinations ? declared.destinations : [{ project, dataset }],
    connections: config.connections ? declared.connections : connectionAt(scope),
    exportBuckets: config.exportBuckets ? declared.exportBuckets : bucketAt(scope),
    segmentCreatesDestinations: config.segmentCreatesDestinations ?? true,
  };
}

function connectionAt(scope: Scope): ConnectionRef[] {
  if (scope.kind !== "connection" || scope.location === undefined) return [];
  const { project, location, connection } = scope;
  return [{ project, location, connection }];
}

function bucketAt(scope: Scope): string[] {
  return scope.kind === "other" && scope.type === bucket ? [scope.id] : [];
}

/**
 * The narrowest role that serves in place of a too broad one, where that is certain: one predefined role for one member,
 * on a scope that the organization's own config declares, and replaced by a part of itself that keeps all that is needed
 * there.
 *
 * @returns undefined where the resource is not too broad, or where what serves is not certain
 */
export function narrowerRole(resource: Resource, config: PackConfig, now: Date): string | undefined {
  if (iamType(resource.type)?.shape !== "member" || config.serviceAccounts === undefined) return undefined;
  const excess = excesses(assess([resource], config, now)).find(isPlainGrant);
  if (!excess) return undefined;
  const { declared } = excess.access.segment;
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
