import type { ResourceKind } from "../facts/permissions";
import { printable } from "../stack/text";

/** Where a grant is made. The component's ids may be outputs, and its projects know what they are called. */
export type Scope<Id = string, Project = Id> =
  | DataScope<Id, Project>
  | { readonly kind: "organization"; readonly organization: Id }
  | { readonly kind: "folder"; readonly folder: Id }
  | { readonly kind: "routine"; readonly project: Project; readonly dataset: Id; readonly routine: Id }
  | {
      readonly kind: "connection";
      readonly project: Project;
      readonly location?: Id;
      readonly connection: Id;
    }
  | { readonly kind: "serviceAccount"; readonly project: Project; readonly email: Id }
  | { readonly kind: "other"; readonly type: string; readonly id: Id; readonly project?: Project };

/** Where data is read and written. */
export type DataScope<Id = string, Project = Id> =
  | { readonly kind: "project"; readonly project: Project }
  | { readonly kind: "dataset"; readonly project: Project; readonly dataset: Id }
  | { readonly kind: "table"; readonly project: Project; readonly dataset: Id; readonly table: Id };

type Kinds = Scope["kind"];

/** Keeps the knowledge's list of kinds and the model's union in step. */
export const scopeKinds: Readonly<Record<Kinds, ResourceKind>> = {
  organization: "organization",
  folder: "folder",
  project: "project",
  dataset: "dataset",
  table: "table",
  routine: "routine",
  connection: "connection",
  serviceAccount: "serviceAccount",
  other: "other",
};

/** A scope in words: `project acme`, `dataset acme.crm`, `table acme.crm.users`. */
export function scopeText(scope: Scope): string {
  switch (scope.kind) {
    case "organization":
      return `organization ${scope.organization}`;
    case "folder":
      return `folder ${scope.folder}`;
    case "project":
      return `project ${shown(scope.project)}`;
    case "dataset":
      return `dataset ${shown(scope.project)}.${shown(scope.dataset)}`;
    case "table":
      return `table ${shown(scope.project)}.${shown(scope.dataset)}.${shown(scope.table)}`;
    case "routine":
      return `routine ${shown(scope.project)}.${shown(scope.dataset)}.${shown(scope.routine)}`;
    case "connection":
      return `connection ${scope.connection} of project ${shown(scope.project)}`;
    case "serviceAccount":
      return `service account ${shown(scope.email)}`;
    case "other":
      return `${scope.type} ${scope.id}`;
  }
}

/** While an id is not known, a URN stands for it: then the name of the resource that gives it is shown. */
function shown(id: string): string {
  return id.startsWith("urn:") ? `(${id.slice(id.lastIndexOf("::") + 2)}, not known yet)` : id;
}

/**
 * Whether what is granted on `outer` reaches `inner`: down from organization to table, never up.
 *
 * Which folder or organization a project is in is not in a stack; a grant there is taken to reach every project,
 * since the pack judges what a grant may reach.
 */
export function reaches(outer: Scope, inner: Scope): boolean {
  if (outer.kind === "organization") return true;
  if (outer.kind === "folder")
    return inner.kind !== "organization" && (inner.kind !== "folder" || inner.folder === outer.folder);
  if (outer.kind === "other" || outer.kind === "connection") return scopeKey(outer) === scopeKey(inner);
  if (projectIn(outer) !== projectIn(inner)) return false;
  if (outer.kind === "project") return true;
  if (outer.kind === "dataset") return "dataset" in inner && inner.dataset === outer.dataset;
  return outer.kind === inner.kind && scopeText(outer) === scopeText(inner);
}

function projectIn(scope: Scope): string | undefined {
  return "project" in scope ? scope.project : undefined;
}

/** The same text for equal scopes, another for every other. */
export function scopeKey(scope: Scope): string {
  switch (scope.kind) {
    case "organization":
      return joined(scope.kind, scope.organization);
    case "folder":
      return joined(scope.kind, scope.folder);
    case "project":
      return joined(scope.kind, scope.project);
    case "dataset":
      return joined(scope.kind, scope.project, scope.dataset);
    case "table":
      return joined(scope.kind, scope.project, scope.dataset, scope.table);
    case "routine":
      return joined(scope.kind, scope.project, scope.dataset, scope.routine);
    case "connection":
      return joined(
        scope.kind,
        scope.project,
        scope.connection,
        ...(scope.location === undefined ? [] : [scope.location]),
      );
    case "serviceAccount":
      return joined(scope.kind, scope.project, scope.email);
    case "other":
      // A bucket's name is unique in all of Google Cloud, and its grants do not tell its project.
      return joined(scope.kind, scope.type === bucket ? undefined : scope.project, scope.type, scope.id);
  }
}

/** The type of a bucket's scope. */
export const bucket = "storage bucket";

/** Google's ids hold no line feed; in a hostile one it is escaped, so no two scopes share a key. */
function joined(...parts: readonly (string | undefined)[]): string {
  return parts.map((part) => (part === undefined ? "\n" : escaped(part))).join("\n");
}

function escaped(part: string): string {
  // Hardly any id holds one of the two.
  return /[\\\n]/.test(part) ? part.replaceAll("\\", "\\\\").replaceAll("\n", "\\n") : part;
}

/** The keys of the scope and of every scope in the stack's reach from which a grant comes down to it. */
export function scopeChain(scope: Scope): string[] {
  const chain = [scopeKey(scope)];
  if ("dataset" in scope && scope.kind !== "dataset") {
    chain.push(scopeKey({ kind: "dataset", project: scope.project, dataset: scope.dataset }));
  }
  const project = projectIn(scope);
  if (project !== undefined && scope.kind !== "project") chain.push(scopeKey({ kind: "project", project }));
  return chain;
}

/** The scope in words, free of what a terminal would obey. */
export function where(scope: Scope): string {
  return printable(scopeText(scope));
}

/** Where a permission on service accounts does anything: on one, or above all of them. */
export function reachesAccounts({ kind }: Scope): boolean {
  return kind === "serviceAccount" || kind === "project" || kind === "folder" || kind === "organization";
}
