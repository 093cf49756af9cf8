import { modelOperations } from "../facts/modelOperations";
import { type NeedAt, rowsFor } from "../facts/needs";
import { worksAt } from "../facts/permissions";
import { products } from "../facts/products";
import { bucket, reaches, type Scope, scopeKey, scopeKinds } from "../iam/scope";
import { remembered, rememberedByContent } from "../stack/remembered";
import type { ConnectionRef, Declaration, SourceRef } from "./declaration";

/** One permission that Segment must effectively hold on a scope, and what for. */
export interface Need {
  readonly permission: string;
  readonly scope: Scope;
  readonly at: NeedAt | "models";
  readonly reason: string;
}

/** Everything that Segment must hold, given what is declared. */
export const needs = rememberedByContent((declared: Declaration): readonly Need[] => {
  const rows = rowsFor(declared).flatMap(({ at, permissions, reason }) =>
    scopesAt(at, declared).flatMap((scope) =>
      permissions.map((permission): Need => ({ permission, scope, at, reason })),
    ),
  );
  return distinct([...rows, ...modelNeeds(declared)]);
});

function scopesAt(at: NeedAt, declared: Declaration): Scope[] {
  switch (at) {
    case "project":
      return [{ kind: "project", project: declared.project }];
    case "state":
      return [{ kind: "dataset", ...declared.stateDataset }];
    case "browse":
      return (declared.sources ?? []).map(browseScope);
    case "source":
      return (declared.sources ?? []).map(sourceScope);
    case "destination":
      return declared.destinations.map((dataset) => ({ kind: "dataset", ...dataset }));
    case "connection":
      return declared.connections.map(connectionScope);
    case "exportBucket":
      return declared.exportBuckets.map((id) => bucketScope(id, declared.project));
  }
}

export function connectionScope(connection: ConnectionRef): Scope {
  return { kind: "connection", ...connection };
}

/** @param project taken to hold the bucket: what is granted on another project does not reach it */
export function bucketScope(id: string, project: string): Scope {
  return { kind: "other", type: bucket, id, project };
}

/** Models are used in queries, which only products that sync run. */
function modelNeeds({ products: names, models }: Declaration): Need[] {
  if (!names.some((name) => products[name].reads)) return [];
  return models.flatMap(({ project, dataset, operations }) =>
    operations.flatMap((operation) => {
      const { permissions, what } = modelOperations[operation];
      const reason = `use BigQuery ML (${what})`;
      return permissions.map((permission): Need => ({
        permission,
        scope: { kind: "dataset", project, dataset },
        at: "models",
        reason,
      }));
    }),
  );
}

/** What Segment must hold on the scope: what is needed on it or above it, and works there. */
export function neededOn(declared: Declaration, scope: Scope): Need[] {
  return needs(declared).filter(
    (need) => reaches(need.scope, scope) && worksAt(need.permission, scopeKinds[scope.kind]),
  );
}

/** The source itself: a project, a dataset or a table. */
export function sourceScope({ project, dataset, table }: SourceRef): Scope {
  if (dataset === undefined) return { kind: "project", project };
  if (table === undefined) return { kind: "dataset", project, dataset };
  return { kind: "table", project, dataset, table };
}

/** Where a source's tables are listed: never a table, for `tables.list` cannot be granted on one. */
export function browseScope({ project, dataset }: SourceRef): Scope {
  return dataset === undefined ? { kind: "project", project } : { kind: "dataset", project, dataset };
}

function distinct(all: readonly Need[]): Need[] {
  const seen = new Map<string, Need>();
  for (const need of all) {
    const key = `${need.permission} ${scopeKey(need.scope)}`;
    if (!seen.has(key)) seen.set(key, need);
  }
  return [...seen.values()];
}

/** Every scope that a declaration names: where something is needed, and the state dataset even where Segment makes it. */
export const namedScopes = remembered((declared: Declaration): readonly Scope[] => {
  const all: Scope[] = needs(declared).map(({ scope }) => scope);
  all.push({ kind: "dataset", ...declared.stateDataset });
  return [...new Map(all.map((scope) => [scopeKey(scope), scope])).values()];
});
