import { pages, type ProductName } from "./products";

/** Where a need is: `browse` is where a source's tables are listed, its dataset or, for a whole project, the project. */
export type NeedAt =
  "project" | "state" | "browse" | "source" | "destination" | "connection" | "exportBucket";

/** One thing that Segment does with BigQuery, and the permissions that it takes. */
export interface NeedRow {
  readonly id: string;
  /** The products that do it. */
  readonly products: readonly ProductName[];
  readonly at: NeedAt;
  readonly permissions: readonly string[];
  /** Counts only where all of this is declared. */
  readonly only?: NeedCondition;
  /** What for, after "needed to". */
  readonly reason: string;
  /** Of a custom role for it. */
  readonly title: string;
  readonly source: string;
  /** The date of the page's version that was read. */
  readonly readOn: string;
  readonly basis: "documented" | "observed" | "inferred";
}

/** What else than the products decides whether a need counts. */
export interface NeedCondition {
  readonly readApi?: "REST" | "STORAGE";
  readonly segmentCreatesStateDataset?: boolean;
  readonly segmentCreatesDestinations?: boolean;
}

const syncing = ["reverse-etl", "linked-events", "data-graph"] as const;

const listing = ["linked-events", "data-graph"] as const;

const writing = ["profiles-sync", "warehouse"] as const;

const googlePage = {
  source: "https://cloud.google.com/bigquery/docs/access-control",
  readOn: "2026-08-22",
} as const;

/**
 * What Segment needs, a row for each thing that it does. The pack, the component, the documents, `check` and `adopt` all
 * read these rows.
 *
 * SQL Traits has no row: it has been off sale since 2024-03-31, so nothing of it counts as missing.
 */
export const needRows = [
  {
    id: "run-queries",
    products: syncing,
    at: "project",
    permissions: ["bigquery.jobs.create"],
    reason: "run queries",
    title: "Segment: run queries",
    ...pages.reverseEtl,
    basis: "documented",
  },
  {
    id: "run-load-jobs",
    products: writing,
    at: "project",
    permissions: ["bigquery.jobs.create"],
    reason: "load and merge its tables",
    title: "Segment: run load jobs",
    ...pages.warehouse,
    basis: "documented",
  },
  {
    // The page of 2025-09-29 knows the setting and not its permissions; Google's Read Session User holds these.
    id: "open-read-sessions",
    products: syncing,
    at: "project",
    permissions: [
      "bigquery.readsessions.create",
      "bigquery.readsessions.getData",
      "bigquery.readsessions.update",
    ],
    only: { readApi: "STORAGE" },
    reason: "read through the Storage API",
    title: "Segment: read through the Storage API",
    ...googlePage,
    basis: "inferred",
  },
  {
    // The creator of a dataset owns it, and needs nothing on the dataset itself.
    id: "create-state-dataset",
    products: syncing,
    at: "project",
    permissions: ["bigquery.datasets.create"],
    only: { segmentCreatesStateDataset: true },
    reason: "make the state dataset",
    title: "Segment: make the state dataset",
    ...pages.linkedEventsThen,
    basis: "documented",
  },
  {
    id: "create-destinations",
    products: writing,
    at: "project",
    permissions: ["bigquery.datasets.create"],
    only: { segmentCreatesDestinations: true },
    reason: "make its datasets",
    title: "Segment: make its datasets",
    ...googlePage,
    basis: "inferred",
  },
  {
    id: "find-state-dataset",
    products: syncing,
    at: "state",
    permissions: ["bigquery.datasets.get"],
    only: { segmentCreatesStateDataset: false },
    reason: "find the state dataset",
    title: "Segment: find the state dataset",
    ...pages.linkedEventsThen,
    basis: "documented",
  },
  {
    id: "keep-state",
    products: syncing,
    at: "state",
    permissions: [
      "bigquery.tables.create",
      "bigquery.tables.getData",
      "bigquery.tables.update",
      "bigquery.tables.updateData",
    ],
    only: { segmentCreatesStateDataset: false },
    reason: "keep the state between syncs",
    title: "Segment: keep sync state",
    ...pages.linkedEventsThen,
    basis: "documented",
  },
  {
    // Not in the page's list of four; a sync looks its tables up, and the page's Data Editor holds both.
    id: "look-up-state-tables",
    products: syncing,
    at: "state",
    permissions: ["bigquery.tables.get", "bigquery.tables.list"],
    only: { segmentCreatesStateDataset: false },
    reason: "keep the state between syncs",
    title: "Segment: look up state tables",
    ...pages.linkedEventsThen,
    basis: "inferred",
  },
  {
    id: "list-source",
    products: listing,
    at: "browse",
    permissions: ["bigquery.datasets.get", "bigquery.tables.list"],
    reason: "list the source's datasets and tables",
    title: "Segment: list tables",
    ...pages.linkedEventsThen,
    basis: "documented",
  },
  {
    id: "read-source",
    products: listing,
    at: "source",
    permissions: ["bigquery.tables.get", "bigquery.tables.getData"],
    reason: "read the source",
    title: "Segment: read sources",
    ...pages.linkedEventsThen,
    basis: "documented",
  },
  {
    // The page grants it on the whole project, in a custom role; a query works with it on what the query reads.
    id: "query-source",
    products: ["reverse-etl"],
    at: "source",
    permissions: ["bigquery.tables.getData"],
    reason: "query the source",
    title: "Segment: query sources",
    ...pages.reverseEtl,
    basis: "documented",
  },
  {
    // The pages say Data Owner or Data Editor on the project; of Data Editor, what loads, merges, views and deletes take.
    id: "write-destination",
    products: writing,
    at: "destination",
    permissions: [
      "bigquery.datasets.get",
      "bigquery.tables.create",
      "bigquery.tables.delete",
      "bigquery.tables.get",
      "bigquery.tables.getData",
      "bigquery.tables.list",
      "bigquery.tables.update",
      "bigquery.tables.updateData",
    ],
    reason: "load the destination",
    title: "Segment: load destinations",
    ...pages.warehouse,
    basis: "inferred",
  },
  {
    // A remote model is made over the connection and works through it.
    id: "delegate-connection",
    products: syncing,
    at: "connection",
    permissions: ["bigquery.connections.delegate"],
    reason: "make remote models over the connection",
    title: "Segment: use connections of remote models",
    source:
      "https://cloud.google.com/bigquery/docs/reference/standard-sql/bigqueryml-syntax-create-remote-model",
    readOn: "2026-11-28",
    basis: "documented",
  },
  {
    id: "export-models",
    products: syncing,
    at: "exportBucket",
    permissions: ["storage.objects.create"],
    reason: "export models to the bucket",
    title: "Segment: export models",
    source: "https://cloud.google.com/bigquery/docs/exporting-models",
    readOn: "2026-11-28",
    basis: "documented",
  },
] as const satisfies readonly NeedRow[];

export type NeedId = (typeof needRows)[number]["id"];

/** The rows that count, given what is declared. */
export function rowsFor(declared: NeedCondition & { readonly products: readonly ProductName[] }): NeedRow[] {
  return needRows.filter(
    ({ products, only }: NeedRow) =>
      products.some((product) => declared.products.includes(product)) && holds(only, declared),
  );
}

/** The permissions of the named rows, in their order. */
export function permissionsOf(...ids: readonly NeedId[]): readonly string[] {
  return ids.flatMap((id) => needRows.find((row) => row.id === id)?.permissions ?? []);
}

function holds(only: NeedCondition = {}, declared: NeedCondition): boolean {
  return (Object.keys(only) as (keyof NeedCondition)[]).every((key) => only[key] === declared[key]);
}
