import { modelOperationNames } from "../../knowledge/modelOperations";
import { acceptance } from "../accepted";
import { assess } from "../assessment";
import type { PackConfig } from "../config";
import type { Declaration } from "../declaration";
import type { Resource } from "../resource";
import type { Scope } from "../scope";
import { excesses, isPlainGrant, type Excess } from "./excess";

/**
 * What one resource gives beyond need whatever the rest of the stack declares: certain before anything is made.
 *
 * Left to the judgement of the whole stack: custom roles, groups, conditions, and all that a declaration might allow.
 */
export function excessesAlone(resource: Resource, config: PackConfig, now: Date): Excess[] {
  return excesses(assess([resource], config, now)).flatMap((excess) => {
    const { assessed, scope, role } = excess;
    if (!isPlainGrant(excess)) return [];
    const widest = acceptance(widestDeclaration(assessed.subject.declared, config, scope));
    const certain = widest.surplus(role.name, [...excess.surplus, ...excess.raising], scope);
    return certain.length > 0 ? [excess] : [];
  });
}

/** The declaration that would accept most at the scope, of all that the config leaves open. */
function widestDeclaration(declared: Declaration, config: PackConfig, scope: Scope): Declaration {
  const home = scope.kind === "project" ? { ...declared, project: scope.project } : declared;
  const dataset =
    scope.kind === "dataset" || scope.kind === "table"
      ? { project: scope.project, dataset: scope.dataset }
      : undefined;
  return {
    ...home,
    profile: config.profile ?? "documented",
    readApi: config.readApi ?? "STORAGE",
    segmentCreatesStateDataset: config.segmentCreatesStateDataset ?? true,
    sources: config.sources
      ? declared.sources
      : "project" in scope && scope.project !== undefined
        ? [{ project: scope.project }]
        : [],
    models: config.models || !dataset ? declared.models : [{ ...dataset, operations: modelOperationNames }],
    stateDataset: config.stateDataset !== undefined || !dataset ? declared.stateDataset : dataset,
  };
}
