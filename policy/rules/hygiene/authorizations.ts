import { datasetScope } from "../../iam/grants/iamScope";
import type { Scope } from "../../iam/scope";
import { isList, isObject, type Plain, type PlainObject, text, UNKNOWN } from "../../stack/plain";
import { remembered } from "../../stack/remembered";
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

/** Leave of which a part is not known yet: what is known says for which views or routines it may be. */
export interface OpenAuthorization extends Omit<Authorization, "object"> {
  readonly property: string;
  readonly project?: string;
  readonly dataset?: string;
}

/** Every authorization whose parts are known. */
export function authorizations(stack: Stack): Authorization[] {
  return entriesOf(stack).filter((one): one is Authorization => "object" in one);
}

export function openAuthorizations(stack: Stack): OpenAuthorization[] {
  return entriesOf(stack).filter((one): one is OpenAuthorization => !("object" in one));
}

const entriesOf = remembered((stack: Stack): readonly (Authorization | OpenAuthorization)[] => {
  const inLists = stackDatasets(stack).flatMap(({ resource, scope }) => {
    const accesses = resource.props["accesses"];
    return isList(accesses)
      ? accesses.flatMap((entry) =>
          isObject(entry) ? fromEntry(stack, resource, scope, entry, "accesses") : [],
        )
      : [];
  });
  const single = stack.ofType(types.datasetAccess).flatMap((resource) => {
    const { scope } = datasetScope(stack, resource, (project, dataset) => datasetOf({ project, dataset }));
    return fromEntry(stack, resource, scope, resource.props);
  });
  return [...inLists, ...single];
});

/** @param list the property that holds the entry, where it is one of several */
function fromEntry(
  stack: Stack,
  { urn, name }: Resource,
  on: DatasetScope,
  entry: PlainObject,
  list?: string,
): (Authorization | OpenAuthorization)[] {
  const whole = (entry["dataset"] ?? null) === null ? "authorizedDataset" : "dataset";
  const views = entry[whole];
  const references = [
    ["view", "view", entry["view"], "tableId"],
    ["routine", "routine", entry["routine"], "routineId"],
    ["dataset", whole, isObject(views) ? views["dataset"] : views, "datasetId"],
  ] as const;
  return references.flatMap(([what, property, reference, id]): (Authorization | OpenAuthorization)[] => {
    const at = placed(stack, reference, id);
    if (at === undefined) return [];
    const { project, dataset } = at;
    if (at.id === undefined || project === undefined || dataset === undefined)
      return [{ urn, name, on, what, property: list ?? property, project, dataset }];
    return [{ urn, name, on, what, object: objectOf(what, { project, dataset }, at.id) }];
  });
}

function objectOf(
  what: Authorization["what"],
  at: { project: string; dataset: string },
  id: string,
): Authorization["object"] {
  if (what === "dataset") return datasetOf(at);
  return what === "view" ? { kind: "table", ...at, table: id } : { kind: "routine", ...at, routine: id };
}

/** What a reference names, without the parts that are not known yet; undefined where it names nothing. */
function placed(
  stack: Stack,
  reference: Plain | undefined,
  property: string,
): { project?: string; dataset?: string; id?: string } | undefined {
  if (reference === UNKNOWN) return {};
  if (!isObject(reference)) return undefined;
  const parts = ["projectId", "datasetId", property].map((part) => text(reference[part]));
  if (parts.includes(undefined)) return undefined;
  const [project, dataset, id] = parts.map((part) => (part === UNKNOWN ? undefined : part));
  return { project: project === undefined ? undefined : stack.projectId(project), dataset, id };
}
