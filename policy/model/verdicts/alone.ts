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
  const plain = excesses(assess([resource], config, now)).filter(isPlainGrant);
  return plain.filter(({ assessed, scope, role, surplus, raising }) => {
    const widest = acceptance(widestDeclaration(assessed.subject.declared, config, scope));
    return widest.surplus(role.name, [...surplus, ...raising], scope).length > 0;
  });
}

/** What of a scope a declaration can name. */
type Place = { readonly kind: Scope["kind"]; readonly project?: string; readonly dataset?: string };

/** The declaration that would accept most at the scope, of all that the config leaves open. */
export function widestDeclaration(declared: Declaration, config: PackConfig, scope: Scope): Declaration {
  const { project = declared.project, dataset = declared.stateDataset.dataset }: Place = scope;
  return {
    project,
    profile: config.profile ?? "documented",
    readApi: config.readApi ?? "STORAGE",
    segmentCreatesStateDataset: config.segmentCreatesStateDataset ?? true,
    sources: config.sources ? declared.sources : [{ project }],
    models: config.models ? declared.models : [{ project, dataset, operations: modelOperationNames }],
    stateDataset: config.stateDataset === undefined ? { project, dataset } : declared.stateDataset,
  };
}
