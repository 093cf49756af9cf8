import type { AccountAccess, Assessment } from "../access/assessment";
import { sourceScope } from "../access/needs";
import { reaches, type Scope, scopeKey, where } from "../iam/scope";
import { knownText } from "../stack/references";
import type { Resource } from "../stack/resource";
import { abridged, printable } from "../stack/text";
import * as types from "../stack/types";
import { type Authorization, authorizations } from "./hygiene/authorizations";
import {
  datasetOf,
  type DatasetScope,
  gives,
  locationOf,
  readData,
  reads,
  same,
  segmentLocation,
  stackDatasets,
  tableScope,
  type TableScope,
} from "./hygiene/datasets";
import { hiddenColumns } from "./hygiene/hiddenColumns";
import { viewQuery, viewReferences } from "./hygiene/viewReferences";
import type { Rule } from "./rule";

export const sourceHygiene: Rule = {
  id: "source-hygiene",
  title: "Segment can read all of its sources",
  description:
    "Notes a source in another location than Segment's, a view over tables that the account cannot read, columns with policy tags, and row access policies.",
  level: "advisory",
  severity: "low",
  tags: ["bigquery", "availability"],
  remediation: "Let Segment read a view in its location that shows all that it needs and nothing else.",
  url: "https://cloud.google.com/bigquery/docs/row-level-security-intro",
  find: (assessment) =>
    sourceProblems(assessment).map((problem) => ({ urn: problem.urn, message: sourceMessage(problem) })),
};

export function sourceMessage(problem: SourceProblem): string {
  const member = printable(problem.member);
  switch (problem.kind) {
    case "location":
      return `${where(problem.dataset)}, a source of ${member}, lies in ${printable(problem.found)} and Segment's Data Location is ${printable(problem.wanted)}: a query runs in one location, so that Segment cannot read it; copy it there, or connect it with a Data Location of its own.`;
    case "view":
      return `${where(problem.view)}, a source of ${member}, is a view over ${abridged(problem.unread.map(where))}, which the account cannot read as far as this stack tells; authorize the view on their dataset, or declare them as sources.`;
    case "policyTags":
      return `${where(problem.table)}, a source of ${member}, has policy tags on ${abridged(problem.columns.map(printable))}, which the account may not read: queries that name them fail; leave them out of the queries, or let Segment read a view without them.`;
    case "rows":
      return `${where(problem.table)}, a source of ${member}, has the row access policy ${printable(problem.policy)}, which hides rows from the account without an error: a sync may take them for deleted; let Segment read a view instead, or let the policy show it all rows.`;
  }
}

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
  return assessment.accounts.flatMap((access) => {
    const isSource = sourceTest(access);
    return [
      ...elsewhere(assessment, access, isSource),
      ...tables(assessment, access, isSource, allowed),
      ...filteredRows(assessment, access, isSource),
    ];
  });
}

type Test = (scope: Scope) => boolean;

function elsewhere({ stack, config }: Assessment, access: AccountAccess, isSource: Test): SourceProblem[] {
  const datasets = stackDatasets(stack);
  const { declared, member } = access.segment;
  const state = datasets.find(({ scope }) => same(scope, datasetOf(declared.stateDataset)));
  const wanted = segmentLocation(config.location, access) ?? (state && locationOf(state.resource));
  if (wanted === undefined) return [];
  return datasets.flatMap(({ resource, scope }): SourceProblem[] => {
    const found = isSource(scope) ? locationOf(resource) : undefined;
    if (found === undefined || found.toLowerCase() === wanted.toLowerCase()) return [];
    return [{ member, urn: resource.urn, kind: "location", dataset: scope, found, wanted }];
  });
}

function tables(
  { stack }: Assessment,
  access: AccountAccess,
  isSource: Test,
  allowed: readonly Authorization[],
): SourceProblem[] {
  const { member } = access.segment;
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
    const unread = named.filter((one) => !reads(access, one) && !isAuthorized(table, one, leave));
    const columns = hiddenColumns(access, resource.props["schema"]);
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
function filteredRows({ stack }: Assessment, access: AccountAccess, isSource: Test): SourceProblem[] {
  const { member } = access.segment;
  const policies = stack
    .ofType(types.rowAccessPolicy)
    .map((resource) => ({ resource, table: tableScope(stack, resource) }));
  const granted = new Set(access.effectiveGrants.map(({ grant }) => grant.urn));
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

/** Tells what Segment reads: what is declared, else where its account is granted to read. The state dataset is none. */
export function sourceTest({ segment, effectiveGrants }: AccountAccess): (scope: Scope) => boolean {
  const { declared } = segment;
  const state = datasetOf(declared.stateDataset);
  const sources: Scope[] = declared.sources
    ? declared.sources.map(sourceScope)
    : effectiveGrants
        .filter((effective) => gives(effective, readData))
        .flatMap(({ at }) => at)
        .filter(({ kind }) => kind === "dataset" || kind === "table");
  // A dataset is a source as well where only a table in it is one.
  return (scope) =>
    !reaches(state, scope) && sources.some((source) => reaches(source, scope) || reaches(scope, source));
}
