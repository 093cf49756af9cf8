import type { Declaration, SourceRef } from "../declaration";
import type { Holding } from "../holdings";
import { browseScope, sourceScope } from "../needs";
import { reaches, scopeKey, scopeText, type Scope } from "../scope";
import { printable } from "./lists";

/** What Segment does at a scope, by the declaration. */
export type Place = "project" | "source" | "state" | "models" | "above" | "outside" | "elsewhere";

export function placeOf(declared: Declaration, scope: Scope): Place {
  const key = scopeKey(scope);
  if (scope.kind === "other" || scope.kind === "serviceAccount") return "outside";
  if (scope.kind === "organization" || scope.kind === "folder") return "above";
  if (key === scopeKey({ kind: "dataset", ...declared.stateDataset })) return "state";
  if (declared.sources?.some((source) => isIn(source, scope))) return "source";
  if (declared.models.some(({ project, dataset }) => scopeKey({ kind: "dataset", project, dataset }) === key))
    return "models";
  return scope.kind === "project" && scope.project === declared.project ? "project" : "elsewhere";
}

/** Whether the scope is a source, lies in one, or is the dataset of a source's table. */
function isIn(source: SourceRef, scope: Scope): boolean {
  if (scopeKey(browseScope(source)) === scopeKey(scope)) return true;
  return "dataset" in scope && reaches(sourceScope(source), scope);
}

/** The scope in words, free of what a terminal would obey. */
export function where(scope: Scope): string {
  return printable(scopeText(scope));
}

/** `holds ROLE on SCOPE`, with the way it comes and what is to be said of its condition. */
export function holds(holding: Holding, scope: Scope, role: string): string {
  const through = holding.via.through === undefined ? "" : ` through ${printable(holding.via.through)}`;
  const note =
    holding.conditionNote === undefined
      ? ""
      : ` (its condition narrows nothing: ${printable(holding.conditionNote)})`;
  const verb = holding.grant.onRequest === true ? "may ask for" : "holds";
  return `${verb} ${printable(role)} on ${where(scope)}${through}${note}`;
}
