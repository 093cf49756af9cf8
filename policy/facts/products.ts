/**
 * Segment's products that work on BigQuery, each with what its page asks for.
 *
 * Read in segment-docs: profiles-sync-setup (2025-09-09), connections/storage/catalog/bigquery (2025-09-17),
 * unify/Traits/sql-traits (2025-10-22), linked-events (2025-09-08), BigQuery-setup of Data Graph (2025-08-25) and
 * reverse-etl bigquery-setup (2025-09-29). That a product which writes needs `datasets.create` and no more is inferred
 * from Google's pages: whoever creates a dataset owns it.
 */
export interface Product {
  readonly title: string;
  /** Whether it reads sources and keeps the state of its syncs. */
  readonly reads: boolean;
  /** Whether it makes datasets of its own and writes them. */
  readonly writes: boolean;
  /** Predefined roles that its page puts on the project, where it does not follow Linked Events. */
  readonly projectRoles: readonly string[];
}

const dataOwner = "roles/bigquery.dataOwner";
const dataEditor = "roles/bigquery.dataEditor";
const dataViewer = "roles/bigquery.dataViewer";
const jobUser = "roles/bigquery.jobUser";

export const products = {
  "reverse-etl": { title: "Reverse ETL", reads: true, writes: false, projectRoles: [] },
  "linked-events": { title: "Linked Events", reads: true, writes: false, projectRoles: [] },
  "data-graph": { title: "Data Graph", reads: true, writes: false, projectRoles: [] },
  "profiles-sync": { title: "Profiles Sync", reads: false, writes: true, projectRoles: [dataOwner, jobUser] },
  warehouse: {
    title: "the storage destination",
    reads: false,
    writes: true,
    projectRoles: [dataOwner, dataEditor, jobUser],
  },
  "sql-traits": { title: "SQL Traits", reads: false, writes: false, projectRoles: [dataViewer, jobUser] },
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
