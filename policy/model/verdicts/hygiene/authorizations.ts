import { datasetScope } from "../../grants/iamFamily";
import { knownText } from "../../location";
import { isList, isObject, type PlainObject } from "../../plain";
import type { Resource } from "../../resource";
import type { Scope } from "../../scope";
import type { Stack } from "../../stack";
import * as types from "../../types";
import { datasetOf, stackDatasets, type DatasetScope } from "./datasets";

/** Leave for a view, a routine, or all views of a dataset to read a dataset for whoever may use them. */
export interface Authorization {
  readonly urn: string;
  /** What is read. */
  readonly on: DatasetScope;
  readonly what: "view" | "routine" | "dataset";
  /** The view, the routine, or the dataset with the views. */
  readonly object: Scope & { readonly project: string; readonly dataset: string };
}

/** Every authorization whose parts are known. */
export function authorizations(stack: Stack): Authorization[] {
  const inLists = stackDatasets(stack).flatMap(({ resource, scope }) => {
    const accesses = resource.props["accesses"];
    return isList(accesses)
      ? accesses.flatMap((entry) => (isObject(entry) ? fromEntry(resource, scope, entry) : []))
      : [];
  });
  const single = stack.ofType(types.datasetAccess).flatMap((resource) => {
    const { scope } = datasetScope(stack, resource, (project, dataset) => datasetOf({ project, dataset }));
    return fromEntry(resource, scope as DatasetScope, resource.props);
  });
  return [...inLists, ...single];
}

function fromEntry({ urn }: Resource, on: DatasetScope, entry: PlainObject): Authorization[] {
  const found: Authorization[] = [];
  const view = part(entry, "view");
  const table = view && knownText(view, "tableId");
  if (view && table !== undefined) {
    const at = placed(view);
    if (at) found.push({ urn, on, what: "view", object: { kind: "table", ...at, table } });
  }
  const routine = part(entry, "routine");
  const routineId = routine && knownText(routine, "routineId");
  if (routine && routineId !== undefined) {
    const at = placed(routine);
    if (at) found.push({ urn, on, what: "routine", object: { kind: "routine", ...at, routine: routineId } });
  }
  const holder = part(entry, "dataset") ?? part(entry, "authorizedDataset");
  const dataset = holder && part(holder, "dataset");
  const at = dataset && placed(dataset);
  if (at) found.push({ urn, on, what: "dataset", object: datasetOf(at) });
  return found;
}

function placed(reference: PlainObject): { project: string; dataset: string } | undefined {
  const project = knownText(reference, "projectId");
  const dataset = knownText(reference, "datasetId");
  return project === undefined || dataset === undefined ? undefined : { project, dataset };
}

function part(entry: PlainObject, name: string): PlainObject | undefined {
  const value = entry[name];
  return isObject(value) ? value : undefined;
}
