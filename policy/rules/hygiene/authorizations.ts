import { datasetScope } from "../../iam/grants/iamScope";
import type { Scope } from "../../iam/scope";
import { isList, isObject, type Plain, type PlainObject } from "../../stack/plain";
import { knownText } from "../../stack/references";
import type { Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import * as types from "../../stack/types";
import { datasetOf, type DatasetScope, stackDatasets } from "./datasets";

/** Leave for a view, a routine, or all views of a dataset to read a dataset for anyone who may use them. */
export interface Authorization {
  readonly urn: string;
  readonly name: string;
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
      ? accesses.flatMap((entry) => (isObject(entry) ? fromEntry(stack, resource, scope, entry) : []))
      : [];
  });
  const single = stack.ofType(types.datasetAccess).flatMap((resource) => {
    const { scope } = datasetScope(stack, resource, (project, dataset) => datasetOf({ project, dataset }));
    return fromEntry(stack, resource, scope, resource.props);
  });
  return [...inLists, ...single];
}

function fromEntry(
  stack: Stack,
  { urn, name }: Resource,
  on: DatasetScope,
  entry: PlainObject,
): Authorization[] {
  const found: Authorization[] = [];
  const view = placed(stack, entry["view"], "tableId");
  if (view) {
    const { id: table, ...at } = view;
    found.push({ urn, name, on, what: "view", object: { kind: "table", ...at, table } });
  }
  const called = placed(stack, entry["routine"], "routineId");
  if (called) {
    const { id: routine, ...at } = called;
    found.push({ urn, name, on, what: "routine", object: { kind: "routine", ...at, routine } });
  }
  const views = entry["dataset"] ?? entry["authorizedDataset"];
  const whole = isObject(views) ? placed(stack, views["dataset"], "datasetId") : undefined;
  if (whole) found.push({ urn, name, on, what: "dataset", object: datasetOf(whole) });
  return found;
}

/** What a reference names; undefined where a part of it is missing or not known yet. */
function placed(
  stack: Stack,
  reference: Plain | undefined,
  property: string,
): { project: string; dataset: string; id: string } | undefined {
  if (!isObject(reference)) return undefined;
  const [project, dataset, id] = ["projectId", "datasetId", property].map((part) =>
    knownText(reference, part),
  );
  return project === undefined || dataset === undefined || id === undefined
    ? undefined
    : { project: stack.projectId(project), dataset, id };
}
