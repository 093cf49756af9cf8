import { allowance } from "../../policy/access/allowance";
import type { Declaration } from "../../policy/access/declaration";
import { modelOperations } from "../../policy/facts/modelOperations";
import { type NeedAt, needRows, permissionsOf } from "../../policy/facts/needs";
import { escalates } from "../../policy/facts/permissions";
import { type PageGrant, productNames, type Product, products } from "../../policy/facts/products";
import {
  catalogueRole,
  catalogueSource,
  documentedProjectRoles,
  documentedSourceRole,
  documentedStateRole,
} from "../../policy/facts/roles";
import type { Scope } from "../../policy/iam/scope";
import { table } from "./markdownTable";

const places: Readonly<Record<NeedAt, string>> = {
  project: "project",
  state: "state dataset",
  browse: "each source's dataset, or project",
  source: "each source",
  destination: "each destination",
  connection: "each connection",
  exportBucket: "each export bucket",
};

const conditions: Readonly<Record<string, string>> = {
  readApi: "with the Storage API",
  segmentCreatesStateDataset: "where Segment makes the state dataset",
  segmentCreatesDestinations: "where Segment makes its datasets",
};

/** The rows that everything reads, each with the page that it rests on. */
export function needsTable(): string {
  return table(
    ["Segment has to", "Products", "On", "Permissions", "Basis"],
    needRows.map(({ reason, products: names, at, permissions, source, readOn, basis, ...row }) => [
      [reason, ...conditionOf("only" in row ? row.only : {})].join(", "),
      names.map(titleOf).join(", "),
      places[at],
      list(permissions),
      `${basis}, [${readOn}](${source})`,
    ]),
  );
}

function conditionOf(only: object): string[] {
  return Object.entries(only).flatMap(([key, value]) => (value === false ? [] : [conditions[key] ?? key]));
}

/** What each product's page asks for, which profile documented accepts. */
export function pagesTable(): string {
  return table(
    ["Product", "Page of", "Project", "State dataset", "Each source"],
    productNames.map((name) => {
      const product: Product = products[name];
      const at = (place: PageGrant["at"]) =>
        product.grants.filter((grant) => grant.at === place).map(granted);
      return [
        titleOf(name),
        `[${product.page.readOn}](${product.page.source})`,
        at("project").join("; "),
        at("state").join("; "),
        at("source").join("; "),
      ];
    }),
  );
}

function granted(grant: PageGrant): string {
  if ("permissions" in grant) return `custom role with ${list(grant.permissions)}`;
  const dropped = grant.droppedOn === undefined ? "" : ` (dropped on ${grant.droppedOn})`;
  return `${short(grant.role)}${dropped}`;
}

function titleOf(name: keyof typeof products): string {
  return products[name].title.replace(/^the s/, "S");
}

/** What each profile lets Segment do, permission by permission, for what is needed; and how much else comes along. */
export function profilesTable(): string {
  const projectRoles = documentedProjectRoles.map(short).join(", ");
  const state = permissionsOf("find-state-dataset", "keep-state", "look-up-state-tables");
  const rows: [string, string, readonly string[], readonly string[]][] = [
    ["project", projectRoles, documentedProjectRoles, permissionsOf("run-queries")],
    ["state dataset", short(documentedStateRole), [documentedStateRole], state],
    [
      "each source",
      short(documentedSourceRole),
      [documentedSourceRole],
      permissionsOf("list-source", "read-source"),
    ],
  ];
  const lines = rows.map(([scope, roles, names, needed]) => {
    const held = new Set(names.flatMap((name) => catalogueRole(name)?.permissions ?? []));
    const distinct = [...new Set(needed)];
    return [scope, list(distinct), `${roles}: ${held.size} permissions`, `custom role: ${distinct.length}`];
  });
  const extra = (scope: string, permissions: readonly string[]) => [
    scope,
    list(permissions),
    "in BigQuery User",
    `custom role: ${permissions.length} more`,
  ];
  const head = ["Scope", "Linked Events needs", "`documented` grants", "`minimal` grants"];
  const all = [
    ...lines,
    extra("project, with the Storage API", permissionsOf("open-read-sessions")),
    extra("project, where Segment makes the state dataset", permissionsOf("create-state-dataset")),
  ];
  return `${table(head, all)}\n\nRoles as of ${catalogueSource.readOn}.`;
}

export function modelsTable(): string {
  return table(
    ["Operation", "What Segment's query does", "Permissions on the model's dataset", "Runs as a job"],
    Object.entries(modelOperations).map(([name, { what, permissions, runsAsJob }]) => [
      `\`${name}\``,
      what,
      list(permissions),
      runsAsJob ? "yes, with `bigquery.jobs.create` on the project" : "no",
    ]),
  );
}

/** The roles of Google's BigQuery ML page with which this project began, and the basic ones. */
export const judgedRoles = [
  "roles/bigquery.admin",
  "roles/bigquery.connectionAdmin",
  "roles/bigquery.connectionUser",
  "roles/bigquery.dataEditor",
  "roles/bigquery.dataOwner",
  "roles/bigquery.dataViewer",
  "roles/bigquery.jobUser",
  "roles/bigquery.metadataViewer",
  "roles/bigquery.readSessionUser",
  "roles/bigquery.resourceAdmin",
  "roles/bigquery.resourceEditor",
  "roles/bigquery.resourceViewer",
  "roles/bigquery.user",
  "roles/owner",
  "roles/editor",
  "roles/viewer",
  "roles/admin",
  "roles/writer",
  "roles/reader",
] as const;

const declared: Declaration = {
  products: ["linked-events"],
  project: "acme",
  profile: "documented",
  readApi: "REST",
  sources: [{ project: "acme", dataset: "crm" }],
  models: [],
  stateDataset: { project: "acme", dataset: "__segment_reverse_etl" },
  segmentCreatesStateDataset: false,
  destinations: [],
  connections: [],
  exportBuckets: [],
  segmentCreatesDestinations: false,
};

/** The places of the table of roles, by their heading. */
export const judgedPlaces: Readonly<Record<string, Scope>> = {
  project: { kind: "project", project: "acme" },
  "state dataset": { kind: "dataset", ...declared.stateDataset },
  "a source": { kind: "dataset", project: "acme", dataset: "crm" },
  elsewhere: { kind: "dataset", project: "acme", dataset: "hr" },
};

/** How many of a role's permissions are in excess, and whether some of them lead to more. */
export function roleVerdict(role: string, profile: Declaration["profile"], scope: Scope): string {
  const found = catalogueRole(role);
  const excessive = allowance({ ...declared, profile }).excessive(role, found?.permissions ?? [], scope);
  if (excessive.length === 0) return "accepted";
  const more = found?.complete === false ? "at least " : "";
  return `${more}${excessive.length} in excess${excessive.some(escalates) ? ", escalates" : ""}`;
}

/** What the pack says of each role: in profile documented, and in minimal where it differs. */
export function rolesTable(): string {
  return table(
    ["Role", ...Object.keys(judgedPlaces).map((place) => `On ${place}`)],
    judgedRoles.map((role) => [
      `\`${role}\``,
      ...Object.values(judgedPlaces).map((scope) => {
        const [documented, minimal] = [
          roleVerdict(role, "documented", scope),
          roleVerdict(role, "minimal", scope),
        ];
        return documented === minimal ? documented : `${documented}; minimal: ${minimal}`;
      }),
    ]),
  );
}

function short(role: string): string {
  return catalogueRole(role)?.title ?? role;
}

function list(permissions: readonly string[]): string {
  return permissions.map((permission) => `\`${permission.replace(/^bigquery\./, "")}\``).join(", ");
}
