import { rowsFor } from "../facts/needs";
import { type PageGrant, type Product, products } from "../facts/products";
import {
  catalogueRole,
  documentedSourceRole,
  documentedStateRole,
  rowReaderRole,
  smallestExportRole,
  smallestJobRole,
  toleratedOnProject,
} from "../facts/roles";
import { type Scope, scopeChain, scopeKey } from "../iam/scope";
import { grouped } from "../stack/grouped";
import { remembered, rememberedByContent } from "../stack/remembered";
import type { Declaration, SourceRef } from "./declaration";
import { bucketScope, connectionScope, needs, sourceScope } from "./needs";

/** What one clause of a profile accepts: permissions at a scope, through any role or through one role only. */
interface Clause {
  readonly scope: Scope;
  readonly permissions: ReadonlySet<string>;
  readonly onlyThrough?: string;
}

/** What the account may hold, given what is declared. */
export interface Allowance {
  /** The permissions among `permissions`, held through `role` at `scope`, that the profile does not accept. */
  excessive(role: string, permissions: readonly string[], scope: Scope): string[];
  /** The same if the scope were a declared source; undefined where it cannot be one. */
  excessIfSource(role: string, permissions: readonly string[], scope: Scope): string[] | undefined;
}

/**
 * Works out what a profile accepts.
 *
 * What is accepted on a scope is accepted on everything below it. Profile documented accepts what each product's page
 * grants, at the scopes where the page grants it; profile minimal the permissions needed, and a predefined role only
 * where nothing smaller is predefined.
 */
export function allowance(
  declared: Declaration,
  mayBeSource: (source: SourceRef) => boolean = () => true,
): Allowance {
  const clauses = clausesByScope(declared);
  const excessive: Allowance["excessive"] = (role, permissions, scope) =>
    beyond(
      scopeChain(scope).flatMap((at) => clauses.get(at) ?? []),
      role,
      permissions,
    );
  return {
    excessive,
    excessIfSource(role, permissions, scope) {
      const source = sourceAt(scope);
      if (!source || !mayBeSource(source)) return undefined;
      return beyond(sourceClauses(declared, source), role, excessive(role, permissions, scope));
    },
  };
}

function beyond(clauses: readonly Clause[], role: string, permissions: readonly string[]): string[] {
  const applying = clauses.filter(({ onlyThrough }) => onlyThrough === undefined || onlyThrough === role);
  return permissions.filter((permission) => !applying.some((clause) => clause.permissions.has(permission)));
}

const clausesByScope = rememberedByContent((declared: Declaration): ReadonlyMap<string, readonly Clause[]> =>
  grouped([...neededClauses(declared), ...profileClauses(declared)], ({ scope }) => scopeKey(scope)),
);

/** What is needed; and what keeps the state, which Segment may be given although it makes the dataset itself. */
function neededClauses(declared: Declaration): Clause[] {
  const keepsState = declared.segmentCreatesStateDataset
    ? needs({ ...declared, segmentCreatesStateDataset: false })
    : [];
  const byScope = grouped([...needs(declared), ...keepsState], ({ scope }) => scopeKey(scope));
  return [...byScope.values()].flatMap((all) =>
    all.slice(0, 1).map(({ scope }) => ({ scope, permissions: new Set(all.map((one) => one.permission)) })),
  );
}

function profileClauses(declared: Declaration): Clause[] {
  const all: readonly Product[] = declared.products.map((name) => products[name]);
  const project: Scope = { kind: "project", project: declared.project };
  const reads = all.some((product) => product.reads);
  const destinations = all.some((product) => product.writes) ? declared.destinations : [];
  return [
    through(jobRole, project),
    ...(declared.profile === "minimal" && reads ? [{ scope: project, permissions: tolerated }] : []),
    ...(reads ? [through(editor, { kind: "dataset", ...declared.stateDataset })] : []),
    ...(reads ? declared.connections : []).flatMap((connection) => [
      { scope: connectionScope(connection), permissions: useOfConnections },
      through(connectionUser, connectionScope(connection)),
    ]),
    ...(reads ? declared.exportBuckets : []).map((id) =>
      through(exporter, bucketScope(id, declared.project)),
    ),
    ...destinations.map((dataset) => through(editor, { kind: "dataset", ...dataset })),
    ...all.flatMap((product) => pageClauses(product, declared)),
    ...(declared.sources ?? []).flatMap((source) => sourceClauses(declared, source)),
  ];
}

/** What the product's page grants; on minimal too where nothing smaller will do, as SQL Traits refuses to connect. */
function pageClauses({ grants, reads, writes }: Product, declared: Declaration): Clause[] {
  if (declared.profile === "minimal" && (reads || writes)) return [];
  return grants.flatMap((grant) =>
    grant.at === "source" ? [] : [{ scope: pageScope(grant.at, declared), ...acceptedBy(grant) }],
  );
}

const acceptedBy = remembered((grant: PageGrant): Omit<Clause, "scope"> => {
  if ("permissions" in grant) return { permissions: new Set(grant.permissions) };
  const { name, permissions } = held(grant.role);
  return grant.asIs === true ? { permissions, onlyThrough: name } : { permissions };
});

function pageScope(at: "project" | "state", { project, stateDataset }: Declaration): Scope {
  return at === "state" ? { kind: "dataset", ...stateDataset } : { kind: "project", project };
}

/**
 * What a source accepts: minimal takes Data Viewer only where nothing smaller is predefined, on a dataset or table.
 *
 * Where a source's tables have row access policies, its reader must be among their grantees, or it sees no row.
 */
function sourceClauses(declared: Declaration, source: SourceRef): Clause[] {
  const permissions = readingPermissions(declared);
  if (permissions.size === 0) return [];
  const scope = sourceScope(source);
  const needed: Clause = { scope, permissions };
  const rows = source.dataset === undefined ? [] : [through(rowReader, scope)];
  if (declared.profile === "documented") return [needed, ...rows, { scope, permissions: viewer.permissions }];
  return source.dataset === undefined ? [needed] : [needed, ...rows, through(viewer, scope)];
}

const readingPermissions = remembered((declared: Declaration): ReadonlySet<string> => {
  const reading = rowsFor(declared).filter(({ at }) => at === "source" || at === "browse");
  return new Set(reading.flatMap(({ permissions }) => permissions));
});

interface HeldRole {
  readonly name: string;
  readonly permissions: ReadonlySet<string>;
}

const tolerated: ReadonlySet<string> = new Set(toleratedOnProject);

const editor = held(documentedStateRole);

/** Queries over a connection use it; the predefined role for that holds what tells which there are, too. */
const useOfConnections: ReadonlySet<string> = new Set(["bigquery.connections.use"]);

const connectionUser = held("roles/bigquery.connectionUser");

const exporter = held(smallestExportRole);

const viewer = held(documentedSourceRole);

const rowReader = held(rowReaderRole);

const jobRole = held(smallestJobRole);

function held(role: string): HeldRole {
  return { name: role, permissions: new Set(catalogueRole(role)?.permissions) };
}

function through({ name, permissions }: HeldRole, scope: Scope): Clause {
  return { scope, permissions, onlyThrough: name };
}

function sourceAt(scope: Scope): SourceRef | undefined {
  if (scope.kind === "project") return { project: scope.project };
  if (scope.kind === "dataset") return { project: scope.project, dataset: scope.dataset };
  if (scope.kind === "table") return { project: scope.project, dataset: scope.dataset, table: scope.table };
  return undefined;
}
