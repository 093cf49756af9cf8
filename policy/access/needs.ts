import { modelOperations } from "../facts/modelOperations";
import { products } from "../facts/products";
import * as purposes from "../facts/purposes";
import type { Scope } from "../iam/scope";
import type { Declaration, SourceRef } from "./declaration";

/** One permission that Segment must effectively hold on a scope, and what for. */
export interface Need {
  readonly permission: string;
  readonly scope: Scope;
  readonly reason: string;
}

/** Everything that Segment must hold, given what is declared. */
export function needs(declared: Declaration): Need[] {
  const project: Scope = { kind: "project", project: declared.project };
  const state: Scope = { kind: "dataset", ...declared.stateDataset };
  const out: Need[] = [];
  const add = (permissions: readonly string[], scope: Scope, reason: string) => {
    for (const permission of permissions) out.push({ permission, scope, reason });
  };
  const all = declared.products.map((name) => products[name]);
  // Of SQL Traits' page nothing may count as missing: it has been off sale since 2024-03-31.
  if (!all.every(({ reads, writes }) => !reads && !writes)) add(purposes.runQueries, project, "run queries");
  if (all.some(({ writes }) => writes)) add(purposes.createStateDataset, project, "make its datasets");
  if (!all.some(({ reads }) => reads)) return distinct(out);
  if (declared.readApi === "STORAGE") add(purposes.readSessions, project, "read through the Storage API");
  if (declared.segmentCreatesStateDataset) {
    add(purposes.createStateDataset, project, "make the state dataset");
  } else {
    add(purposes.findStateDataset, state, "find the state dataset");
    add(purposes.writeState, state, "keep the state between syncs");
  }
  for (const source of declared.sources ?? []) {
    add(purposes.browseSource, browseScope(source), "list the source's datasets and tables");
    add(purposes.readTables, sourceScope(source), "read the source");
  }
  for (const { project: owner, dataset, operations } of declared.models) {
    const scope: Scope = { kind: "dataset", project: owner, dataset };
    for (const operation of operations) {
      const { permissions, what } = modelOperations[operation];
      add(permissions, scope, `use BigQuery ML (${what})`);
    }
  }
  return distinct(out);
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
    const key = `${need.permission} ${JSON.stringify(need.scope)}`;
    if (!seen.has(key)) seen.set(key, need);
  }
  return [...seen.values()];
}
