import { products } from "../facts/products";
import { browseSource, readTables } from "../facts/purposes";
import {
  catalogueRole,
  documentedProjectRoles,
  documentedSourceRole,
  documentedStateRole,
  rowReaderRole,
  smallestJobRole,
  toleratedOnProject,
} from "../facts/roles";
import { type Scope, scopeChain, scopeKey } from "../iam/scope";
import type { Declaration, SourceRef } from "./declaration";
import { needs, sourceScope } from "./needs";

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
 * What is accepted on a scope is accepted on everything below it. Profile documented accepts what the roles of
 * Segment's page hold, at the scopes where the page puts them; profile minimal the permissions needed, and a
 * predefined role only where nothing smaller is predefined.
 */
export function allowance(
  declared: Declaration,
  mayBeSource: (source: SourceRef) => boolean = () => true,
): Allowance {
  const clauses = new Map<string, Clause[]>();
  for (const clause of [...neededClauses(declared), ...profileClauses(declared)]) {
    const at = scopeKey(clause.scope);
    clauses.set(at, [...(clauses.get(at) ?? []), clause]);
  }
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
      return beyond(sourceClauses(declared.profile, source), role, excessive(role, permissions, scope));
    },
  };
}

function beyond(clauses: readonly Clause[], role: string, permissions: readonly string[]): string[] {
  const applying = clauses.filter(({ onlyThrough }) => onlyThrough === undefined || onlyThrough === role);
  return permissions.filter((permission) => !applying.some((clause) => clause.permissions.has(permission)));
}

/** What is needed; and what keeps the state, which Segment may be given although it makes the dataset itself. */
function neededClauses(declared: Declaration): Clause[] {
  return [...needs(declared), ...needs({ ...declared, segmentCreatesStateDataset: false })].map(
    ({ scope, permission }) => ({ scope, permissions: new Set([permission]) }),
  );
}

function profileClauses(declared: Declaration): Clause[] {
  const sources = declared.sources?.flatMap((source) => sourceClauses(declared.profile, source)) ?? [];
  const reads = declared.products.some((name) => products[name].reads);
  const others = declared.profile === "documented" ? documentedClauses(declared) : minimalClauses(declared);
  return [...(reads ? others : [minimalProject(declared)]), ...sources, ...pageClauses(declared)];
}

function documentedClauses(declared: Declaration): Clause[] {
  const project: Scope = { kind: "project", project: declared.project };
  return [
    ...onProject.map((permissions) => ({ scope: project, permissions })),
    { scope: stateScope(declared), permissions: stateRole.permissions },
  ];
}

/** What the pages of products that write, and of SQL Traits, put on the project; on minimal they are too wide. */
function pageClauses(declared: Declaration): Clause[] {
  if (declared.profile === "minimal") return [];
  const project: Scope = { kind: "project", project: declared.project };
  return declared.products.flatMap((name) =>
    products[name].projectRoles.map((role) => through(held(role), project)),
  );
}

function minimalProject({ project }: Declaration): Clause {
  return through(jobRole, { kind: "project", project });
}

function minimalClauses(declared: Declaration): Clause[] {
  const project: Scope = { kind: "project", project: declared.project };
  return [
    { scope: project, permissions: new Set(toleratedOnProject) },
    through(jobRole, project),
    through(stateRole, stateScope(declared)),
  ];
}

/**
 * What a source accepts: minimal takes Data Viewer only where nothing smaller is predefined, on a dataset or table.
 *
 * Where a source's tables have row access policies, its reader is to be among their grantees, or it sees no row.
 */
function sourceClauses(profile: Declaration["profile"], source: SourceRef): Clause[] {
  const scope = sourceScope(source);
  const needed: Clause = { scope, permissions: readPermissions };
  const rows = source.dataset === undefined ? [] : [through(rowReader, scope)];
  if (profile === "documented") return [needed, ...rows, { scope, permissions: sourceRole.permissions }];
  return source.dataset === undefined ? [needed] : [needed, ...rows, through(sourceRole, scope)];
}

const readPermissions: ReadonlySet<string> = new Set([...browseSource, ...readTables]);

interface HeldRole {
  readonly name: string;
  readonly permissions: ReadonlySet<string>;
}

const onProject = documentedProjectRoles.map((role) => held(role).permissions);

const stateRole = held(documentedStateRole);

const sourceRole = held(documentedSourceRole);

const rowReader = held(rowReaderRole);

const jobRole = held(smallestJobRole);

function held(role: string): HeldRole {
  return { name: role, permissions: new Set(catalogueRole(role)?.permissions) };
}

function through({ name, permissions }: HeldRole, scope: Scope): Clause {
  return { scope, permissions, onlyThrough: name };
}

function stateScope({ stateDataset }: Declaration): Scope {
  return { kind: "dataset", ...stateDataset };
}

function sourceAt(scope: Scope): SourceRef | undefined {
  if (scope.kind === "project") return { project: scope.project };
  if (scope.kind === "dataset") return { project: scope.project, dataset: scope.dataset };
  if (scope.kind === "table") return { project: scope.project, dataset: scope.dataset, table: scope.table };
  return undefined;
}
