import type { SegmentAccount } from "../access/account";
import type { AccountAccess, Assessment } from "../access/assessment";
import { sourceScope } from "../access/needs";
import { reaches, type Scope, scopeKey, scopeText, where } from "../iam/scope";
import { isList, isObject, type Plain, text, toPlain } from "../stack/plain";
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
import { viewQuery, viewReferences } from "./hygiene/viewReferences";
import { roleName } from "./hygiene/writers";
import type { FindingText, Rule } from "./rule";
import { capital, naming } from "./text";

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
  find: (assessment) => {
    const names = naming(assessment);
    return sourceProblems(assessment).map((problem) => ({
      urn: problem.urn,
      account: problem.segment.identity,
      scope: scopeText(problem.on),
      text: () => sourceText(problem, names.who(problem.segment)),
    }));
  },
};

function sourceText(problem: SourceProblem, who: string): FindingText {
  const source = `${capital(where(problem.on))}, a source of ${who},`;
  switch (problem.kind) {
    case "location":
      return {
        what: `${source} is in ${printable(problem.found)}, and Segment's Data Location is ${printable(problem.wanted)}.`,
        why: "A query runs in one location, so Segment cannot read it.",
        fix: `copy it to ${printable(problem.wanted)}, or connect it with a Data Location of its own`,
      };
    case "view":
      return {
        what: `${source} is a view over ${abridged(problem.unread.map(where))}.`,
        why: "As far as this stack shows, the account cannot read these tables, so queries of the view fail.",
        fix: "authorize the view on their dataset, or declare them as sources",
      };
    case "policyTags":
      return {
        what: `${source} has policy tags on ${abridged(problem.columns, printable)}.`,
        why: "The account may not read these columns, so queries that name them fail.",
        fix: "leave them out of the queries, or let Segment read a view without them",
      };
    case "rows":
      return {
        what: `${source} has the row access policy ${printable(problem.policy)}.`,
        why: "It hides rows from the account without an error, so a sync may take them for deleted.",
        fix: "let Segment read a view instead, or let the policy show it all rows",
      };
  }
}

/** Why Segment cannot read a source, or not all of it. */
export type SourceProblem = {
  readonly segment: SegmentAccount;
  readonly urn: string;
  readonly on: DatasetScope | TableScope;
} & (
  | { readonly kind: "location"; readonly found: string; readonly wanted: string }
  | { readonly kind: "view"; readonly unread: readonly TableScope[] }
  | { readonly kind: "policyTags"; readonly columns: readonly string[] }
  | { readonly kind: "rows"; readonly policy: string }
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
  const { segment } = access;
  const { declared } = segment;
  const state = datasets.find(({ scope }) => same(scope, datasetOf(declared.stateDataset)));
  const wanted = segmentLocation(config.location, access) ?? (state && locationOf(state.resource));
  if (wanted === undefined) return [];
  return datasets.flatMap(({ resource, scope }): SourceProblem[] => {
    const found = isSource(scope) ? locationOf(resource) : undefined;
    if (found === undefined || found.toLowerCase() === wanted.toLowerCase()) return [];
    return [{ segment, urn: resource.urn, kind: "location", on: scope, found, wanted }];
  });
}

function tables(
  { stack }: Assessment,
  access: AccountAccess,
  isSource: Test,
  allowed: readonly Authorization[],
): SourceProblem[] {
  const { segment } = access;
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
      ...(unread.length > 0 ? [{ segment, urn, kind: "view" as const, on: table, unread }] : []),
      ...(columns.length > 0 ? [{ segment, urn, kind: "policyTags" as const, on: table, columns }] : []),
    ];
  });
}

/** Whether the view may read the table no matter who asks: itself, or with its dataset. */
function isAuthorized(view: TableScope, table: TableScope, leave: ReadonlySet<string>): boolean {
  return [view, datasetOf(view)].some((object) => leave.has(leaveKey(datasetOf(table), object)));
}

function leaveKey(on: Scope, object: Scope): string {
  return `${scopeKey(on)} ${scopeKey(object)}`;
}

/** A policy hides rows where no policy on the table shows the account all of them: what several show adds up. */
function filteredRows({ stack }: Assessment, access: AccountAccess, isSource: Test): SourceProblem[] {
  const { segment } = access;
  const policies = stack
    .ofType(types.rowAccessPolicy)
    .map((resource) => ({ resource, table: tableScope(stack, resource) }));
  const granted = new Set(access.effectiveGrants.map(({ grant }) => grant.urn));
  const open = policies.filter(({ resource }) => granted.has(resource.urn) && letsAllThrough(resource));
  const shown = new Set(open.map(({ table }) => scopeKey(table)));
  return policies
    .filter(({ table }) => isSource(table) && !shown.has(scopeKey(table)))
    .map(({ resource: { urn, name }, table }) => ({ segment, urn, kind: "rows", on: table, policy: name }));
}

function letsAllThrough({ props }: Resource): boolean {
  const filter = knownText(props, "filterPredicate");
  return filter !== undefined && /^\(?(?:true|1=1)\)?$/i.test(filter.replace(/\s/g, ""));
}

/** Tests what Segment reads: what is declared, else where its account is granted to read; never the state dataset. */
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

/** What lets its holder read columns with a policy tag. */
const fineGrainedReader = "roles/datacatalog.categoryFineGrainedReader";

/** The columns of a table's schema, nested ones by their path, whose policy tags the account may not read. */
export function hiddenColumns(access: AccountAccess, schema: Plain | undefined): string[] {
  const written = text(schema);
  const fields = typeof written === "string" ? parsed(written) : undefined;
  return columns(fields, "", (tag) => mayRead(access, tag));
}

function parsed(json: string): Plain | undefined {
  try {
    return toPlain(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function columns(fields: Plain | undefined, before: string, readable: (tag: string) => boolean): string[] {
  if (!isList(fields)) return [];
  return fields.filter(isObject).flatMap((field) => {
    const name = text(field["name"]);
    const path = `${before}${typeof name === "string" ? name : "(a column)"}`;
    const block = field["policyTags"];
    const names = isObject(block) ? block["names"] : undefined;
    const tags = isList(names) ? names.filter((tag): tag is string => typeof tag === "string") : [];
    return [
      ...(tags.some((tag) => !readable(tag)) ? [path] : []),
      ...columns(field["fields"], `${path}.`, readable),
    ];
  });
}

/** A tag's name begins with that of its taxonomy, and of its project: by id, or by a number that tells no id. */
function mayRead({ effectiveGrants }: AccountAccess, tag: string): boolean {
  return effectiveGrants.some(({ grant, at }) => {
    const { scope } = grant;
    if (roleName(grant) !== fineGrainedReader || at.length === 0) return false;
    if (scope.kind === "project")
      return tag.startsWith(`projects/${scope.project}/`) || /^projects\/[0-9]+\//.test(tag);
    return scope.kind === "other"
      ? `${tag}/`.startsWith(`${scope.id}/`)
      : ["folder", "organization"].includes(scope.kind);
  });
}
