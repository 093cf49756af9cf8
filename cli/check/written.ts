import type { Declaration, SourceRef } from "../../policy/access/declaration";
import { needs } from "../../policy/access/needs";
import { rowsFor } from "../../policy/facts/needs";

/** A dataset that Segment writes: the state of its syncs, or what a product loads. */
export interface Written {
  readonly kind: "state" | "destination";
  readonly project: string;
  readonly dataset: string;
}

/** The datasets that the declared products write and that are known by name. */
export function writtenDatasets(declared: Declaration): Written[] {
  // Where Segment makes the state dataset, nothing on it is needed, and it is written all the same.
  const rows = rowsFor({ ...declared, segmentCreatesStateDataset: false });
  const at = (kind: Written["kind"]): boolean => rows.some((row) => row.at === kind);
  return [
    ...(at("state") ? [{ kind: "state" as const, ...declared.stateDataset }] : []),
    ...(at("destination")
      ? (declared.destinations ?? []).map((dataset) => ({ kind: "destination" as const, ...dataset }))
      : []),
  ];
}

/** Whether a product creates the datasets itself that it writes. */
export function makesDatasets(declared: Declaration): boolean {
  return (
    declared.segmentCreatesDestinations === true && rowsFor(declared).some(({ at }) => at === "destination")
  );
}

/** The permissions that Segment needs on a dataset that it writes. */
export function neededOn(declared: Declaration, { kind, project, dataset }: Written): string[] {
  return needs(declared).flatMap(({ at, scope, permission }) =>
    at === kind && scope.kind === "dataset" && scope.project === project && scope.dataset === dataset
      ? [permission]
      : [],
  );
}

/** The permissions that Segment needs on the project in which it runs its queries. */
export function neededOnProject(declared: Declaration): string[] {
  return needs(declared).flatMap(({ scope, permission }) =>
    scope.kind === "project" && scope.project === declared.project ? [permission] : [],
  );
}

/** The permissions that the declared products need of one source, wherever they are granted. */
export function neededOfSource(declared: Declaration, source: SourceRef): string[] {
  return needs({ ...declared, sources: [source] }).flatMap(({ at, permission }) =>
    at === "browse" || at === "source" ? [permission] : [],
  );
}
