import { documentedSourceRole, documentedStateRole, smallestJobRole } from "./roles";

const docs = "https://segment.com/docs";

/** The pages by which Segment's products are set up on BigQuery, each with the date of its version in segment-docs. */
export const pages = {
  /** The document with which this project began, what its HTML comments hold included. */
  linkedEventsThen: { source: `${docs}/unify/data-graph/linked-events/`, readOn: "2023-08-29" },
  /** The page has named Data Editor on the state dataset in plain text since 2024-12-03. */
  linkedEvents: { source: `${docs}/unify/data-graph/linked-events/`, readOn: "2025-09-08" },
  dataGraph: { source: `${docs}/unify/data-graph/setup-guides/BigQuery-setup/`, readOn: "2025-08-25" },
  reverseEtl: {
    source: `${docs}/connections/reverse-etl/reverse-etl-source-setup-guides/bigquery-setup/`,
    readOn: "2025-09-29",
  },
  profilesSync: { source: `${docs}/unify/profiles-sync/profiles-sync-setup/`, readOn: "2025-09-09" },
  warehouse: { source: `${docs}/connections/storage/catalog/bigquery/`, readOn: "2025-09-17" },
  sqlTraits: { source: `${docs}/unify/Traits/sql-traits/`, readOn: "2025-10-22" },
} as const;

/** What a product's page grants at one place: a predefined role, or the permissions of a custom one. */
export type PageGrant = { readonly at: "project" | "state" | "source" } & (
  | {
      readonly role: string;
      /** Whether only this role will do, and none that holds less: what it holds reaches far. */
      readonly asIs?: true;
      /** Since when the page no longer asks for it. */
      readonly droppedOn?: string;
    }
  | { readonly permissions: readonly string[] }
);

/** One of Segment's products that work on BigQuery. */
export interface Product {
  readonly title: string;
  /** Whether it reads sources and keeps the state of its syncs. */
  readonly reads: boolean;
  /** Whether it makes datasets of its own and writes them. */
  readonly writes: boolean;
  /** The page that profile documented follows. */
  readonly page: { readonly source: string; readonly readOn: string };
  /** What that page grants. */
  readonly grants: readonly PageGrant[];
}

const user = { at: "project", role: "roles/bigquery.user" } as const;
const editState = { at: "state", role: documentedStateRole } as const;
const viewSource = { at: "source", role: documentedSourceRole } as const;
const onProject = (...roles: readonly string[]) =>
  roles.map((role) => ({ at: "project", role, asIs: true }) as const);

export const products = {
  // The page's full set-up, Data Editor on the project, writes every dataset: its limited one is followed.
  "reverse-etl": {
    title: "Reverse ETL",
    reads: true,
    writes: false,
    page: pages.reverseEtl,
    grants: [
      user,
      {
        at: "project",
        permissions: ["bigquery.datasets.get", "bigquery.jobs.create", "bigquery.tables.getData"],
      },
      editState,
      viewSource,
    ],
  },
  "linked-events": {
    title: "Linked Events",
    reads: true,
    writes: false,
    page: pages.linkedEventsThen,
    grants: [
      user,
      { at: "project", role: smallestJobRole, droppedOn: "2024-10-28" },
      { at: "project", role: "roles/bigquery.metadataViewer", droppedOn: "2024-10-28" },
      editState,
      viewSource,
    ],
  },
  "data-graph": {
    title: "Data Graph",
    reads: true,
    writes: false,
    page: pages.dataGraph,
    grants: [user, editState, viewSource],
  },
  // Its page links to one that says Owner or Editor.
  "profiles-sync": {
    title: "Profiles Sync",
    reads: false,
    writes: true,
    page: pages.profilesSync,
    grants: onProject("roles/bigquery.dataOwner", "roles/bigquery.dataEditor", smallestJobRole),
  },
  warehouse: {
    title: "the storage destination",
    reads: false,
    writes: true,
    page: pages.warehouse,
    grants: onProject("roles/bigquery.dataOwner", "roles/bigquery.dataEditor", smallestJobRole),
  },
  "sql-traits": {
    title: "SQL Traits",
    reads: false,
    writes: false,
    page: pages.sqlTraits,
    grants: onProject(documentedSourceRole, smallestJobRole),
  },
} as const satisfies Readonly<Record<string, Product>>;

export type ProductName = keyof typeof products;

export const productNames = Object.keys(products) as readonly ProductName[];

export function isProduct(word: unknown): word is ProductName {
  return typeof word === "string" && Object.hasOwn(products, word);
}

/** Judged so where nobody says which: what Segment's first document sets up. */
export const defaultProducts: readonly ProductName[] = ["linked-events"];

const words: readonly (readonly [test: RegExp, product: ProductName])[] = [
  [/profiles?[-_ ]?sync/i, "profiles-sync"],
  [/warehouse|storage[-_ ]?destination|(?:^|[^a-z])(?:dwh|raw)(?:$|[^a-z])/i, "warehouse"],
  [/sql[-_ ]?traits?/i, "sql-traits"],
];

/** The products that an account's id, display name or description names; none where they name none. */
export function productsSaid(says: string): readonly ProductName[] {
  return words.flatMap(([test, product]) => (test.test(says) ? [product] : []));
}
