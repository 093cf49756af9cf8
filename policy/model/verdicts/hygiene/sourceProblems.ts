import type { Assessed, Assessment } from "../../assessment";
import { knownText } from "../../location";
import type { Resource } from "../../resource";
import { scopeKey, type Scope } from "../../scope";
import * as types from "../../types";
import { authorizations, type Authorization } from "./authorizations";
import {
  datasetOf,
  locationOf,
  reads,
  same,
  segmentLocation,
  stackDatasets,
  tableScope,
  type DatasetScope,
  type TableScope,
} from "./datasets";
import { hiddenColumns } from "./hiddenColumns";
import { sourceTest } from "./sources";
import { viewQuery, viewReferences } from "./viewReferences";

/** Why Segment cannot read a source, or not all of it. */
export type SourceProblem = { readonly member: string; readonly urn: string } & (
  | {
      readonly kind: "location";
      readonly dataset: DatasetScope;
      readonly found: string;
      readonly wanted: string;
    }
  | { readonly kind: "view"; readonly view: TableScope; readonly unread: readonly TableScope[] }
  | { readonly kind: "policyTags"; readonly table: TableScope; readonly columns: readonly string[] }
  | { readonly kind: "rows"; readonly table: TableScope; readonly policy: string }
);

export function sourceProblems(assessment: Assessment): SourceProblem[] {
  const allowed = authorizations(assessment.stack);
  return assessment.accounts.flatMap((assessed) => {
    const isSource = sourceTest(assessed);
    return [
      ...elsewhere(assessment, assessed, isSource),
      ...tables(assessment, assessed, isSource, allowed),
      ...filteredRows(assessment, assessed, isSource),
    ];
  });
}

type Test = (scope: Scope) => boolean;

function elsewhere({ stack, config }: Assessment, assessed: Assessed, isSource: Test): SourceProblem[] {
  const datasets = stackDatasets(stack);
  const { declared, member } = assessed.subject;
  const state = datasets.find(({ scope }) => same(scope, datasetOf(declared.stateDataset)));
  const wanted = segmentLocation(config.location, assessed) ?? (state && locationOf(state.resource));
  if (wanted === undefined) return [];
  return datasets.flatMap(({ resource, scope }): SourceProblem[] => {
    const found = isSource(scope) ? locationOf(resource) : undefined;
    if (found === undefined || found.toLowerCase() === wanted.toLowerCase()) return [];
    return [{ member, urn: resource.urn, kind: "location", dataset: scope, found, wanted }];
  });
}

function tables(
  { stack }: Assessment,
  assessed: Assessed,
  isSource: Test,
  allowed: readonly Authorization[],
): SourceProblem[] {
  const { member } = assessed.subject;
  const datasets = new Set(stackDatasets(stack).map(({ scope }) => scopeKey(scope)));
  const isDataset = (project: string, dataset: string) =>
    datasets.has(scopeKey(datasetOf({ project, dataset })));
  const leave = new Set(allowed.map(({ on, object }) => leaveKey(on, object)));
  return stack.ofType(types.table).flatMap((resource): SourceProblem[] => {
    const table = tableScope(stack, resource);
    if (!isSource(table)) return [];
    const { urn } = resource;
    const query = viewQuery(resource.props);
    const named = query ? viewReferences(query, table.project, isDataset) : [];
    const unread = named.filter((one) => !reads(assessed, one) && !isAuthorized(table, one, leave));
    const columns = hiddenColumns(assessed, resource.props["schema"]);
    return [
      ...(unread.length > 0 ? [{ member, urn, kind: "view" as const, view: table, unread }] : []),
      ...(columns.length > 0 ? [{ member, urn, kind: "policyTags" as const, table, columns }] : []),
    ];
  });
}

/** Whether the view may read the table whoever asks: itself, or with its dataset. */
function isAuthorized(view: TableScope, table: TableScope, leave: ReadonlySet<string>): boolean {
  return [view, datasetOf(view)].some((object) => leave.has(leaveKey(datasetOf(table), object)));
}

function leaveKey(on: Scope, object: Scope): string {
  return `${scopeKey(on)} ${scopeKey(object)}`;
}

/** A policy hides rows where no policy on the table shows the account all of them: what several show adds up. */
function filteredRows({ stack }: Assessment, assessed: Assessed, isSource: Test): SourceProblem[] {
  const { member } = assessed.subject;
  const policies = stack
    .ofType(types.rowAccessPolicy)
    .map((resource) => ({ resource, table: tableScope(stack, resource) }));
  const granted = new Set(assessed.holdings.map(({ grant }) => grant.urn));
  const open = policies.filter(({ resource }) => granted.has(resource.urn) && letsAllThrough(resource));
  const shown = new Set(open.map(({ table }) => scopeKey(table)));
  return policies
    .filter(({ table }) => isSource(table) && !shown.has(scopeKey(table)))
    .map(({ resource: { urn, name }, table }) => ({ member, urn, kind: "rows", table, policy: name }));
}

function letsAllThrough({ props }: Resource): boolean {
  const filter = knownText(props, "filterPredicate");
  return filter !== undefined && /^\(?(?:true|1=1)\)?$/i.test(filter.replace(/\s/g, ""));
}
