import { catalogueRole } from "../knowledge/catalogue";
import {
  documentedProjectRoles,
  documentedSourceRole,
  documentedStateRole,
  rowReaderRole,
  smallestJobRole,
  smallestReadSessionRole,
  toleratedOnProject,
} from "../knowledge/documentedRoles";
import type { Declaration, SourceRef } from "./declaration";
import { needs, sourceScope } from "./needs";
import { scopeChain, scopeKey, type Scope } from "./scope";

/** What one clause of a profile accepts: permissions at a scope, through any role or through one role only. */
interface Clause {
  readonly scope: Scope;
  readonly permissions: ReadonlySet<string>;
  readonly onlyThrough?: string;
}

/** What the account may hold, given what is declared. */
export interface Acceptance {
  /** The permissions among `permissions`, held through `role` at `scope`, that the profile does not accept. */
  surplus(role: string, permissions: readonly string[], scope: Scope): string[];
}

/**
 * Works out what a profile accepts.
 *
 * What is accepted on a scope is accepted on everything below it. Profile documented accepts what the roles of
 * Segment's page hold, at the scopes where the page puts them; profile minimal the permissions needed, and a
 * predefined role only where nothing smaller is predefined.
 */
export function acceptance(declared: Declaration): Acceptance {
  const clauses = new Map<string, Clause[]>();
  const profile = declared.profile === "documented" ? documentedClauses(declared) : minimalClauses(declared);
  for (const clause of [...neededClauses(declared), ...rowClauses(declared), ...profile]) {
    const at = scopeKey(clause.scope);
    const same = clauses.get(at);
    if (same) same.push(clause);
    else clauses.set(at, [clause]);
  }
  return {
    surplus(role, permissions, scope) {
      const applying = scopeChain(scope)
        .flatMap((at) => clauses.get(at) ?? [])
        .filter((clause) => clause.onlyThrough === undefined || clause.onlyThrough === role);
      return permissions.filter(
        (permission) => !applying.some((clause) => clause.permissions.has(permission)),
      );
    },
  };
}

/** What is needed; and what keeps the state, which Segment may be given although it makes the dataset itself. */
function neededClauses(declared: Declaration): Clause[] {
  return [...needs(declared), ...needs({ ...declared, segmentCreatesStateDataset: false })].map(
    ({ scope, permission }) => ({ scope, permissions: new Set([permission]) }),
  );
}

/** Where a source's tables have row access policies, its reader is to be among their grantees, or it sees no row. */
function rowClauses({ sources = [] }: Declaration): Clause[] {
  return sources
    .filter(({ dataset }) => dataset !== undefined)
    .map((source) => ({
      scope: sourceScope(source),
      permissions: held(rowReaderRole),
      onlyThrough: rowReaderRole,
    }));
}

function documentedClauses(declared: Declaration): Clause[] {
  const project: Scope = { kind: "project", project: declared.project };
  return [
    ...documentedProjectRoles.map((role) => ({ scope: project, permissions: held(role) })),
    { scope: stateScope(declared), permissions: held(documentedStateRole) },
    ...(declared.sources ?? []).map((source) => ({
      scope: sourceScope(source),
      permissions: held(documentedSourceRole),
    })),
  ];
}

function minimalClauses(declared: Declaration): Clause[] {
  const project: Scope = { kind: "project", project: declared.project };
  const through = (role: string, scope: Scope): Clause => ({
    scope,
    permissions: held(role),
    onlyThrough: role,
  });
  return [
    { scope: project, permissions: new Set(toleratedOnProject) },
    through(smallestJobRole, project),
    ...(declared.readApi === "STORAGE" ? [through(smallestReadSessionRole, project)] : []),
    through(documentedStateRole, stateScope(declared)),
    ...(declared.sources ?? [])
      .filter(({ dataset }) => dataset !== undefined)
      .map((source) => through(documentedSourceRole, sourceScope(source))),
  ];
}

function stateScope({ stateDataset }: Declaration): Scope {
  return { kind: "dataset", ...stateDataset };
}

function held(role: string): ReadonlySet<string> {
  return new Set(catalogueRole(role)?.permissions);
}

/** The declaration as it would be if the scope were a declared source; undefined where it cannot be one. */
export function asIfSource(declared: Declaration, scope: Scope): Declaration | undefined {
  const { sources = [] } = declared;
  const source = sourceAt(scope);
  return source && { ...declared, sources: [...sources, source] };
}

function sourceAt(scope: Scope): SourceRef | undefined {
  if (scope.kind === "project") return { project: scope.project };
  if (scope.kind === "dataset") return { project: scope.project, dataset: scope.dataset };
  if (scope.kind === "table") return { project: scope.project, dataset: scope.dataset, table: scope.table };
  return undefined;
}
