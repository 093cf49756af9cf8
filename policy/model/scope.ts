import type { ResourceKind } from "../knowledge/permissionScopes";

/** Where a grant is made. */
export type Scope =
  | { readonly kind: "organization"; readonly organization: string }
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "project"; readonly project: string }
  | { readonly kind: "dataset"; readonly project: string; readonly dataset: string }
  | { readonly kind: "table"; readonly project: string; readonly dataset: string; readonly table: string }
  | { readonly kind: "routine"; readonly project: string; readonly dataset: string; readonly routine: string }
  | { readonly kind: "connection"; readonly project: string; readonly connection: string }
  | { readonly kind: "serviceAccount"; readonly project: string; readonly email: string }
  | { readonly kind: "other"; readonly type: string; readonly id: string; readonly project?: string };

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
      return `project ${scope.project}`;
    case "dataset":
      return `dataset ${scope.project}.${scope.dataset}`;
    case "table":
      return `table ${scope.project}.${scope.dataset}.${scope.table}`;
    case "routine":
      return `routine ${scope.project}.${scope.dataset}.${scope.routine}`;
    case "connection":
      return `connection ${scope.connection} of project ${scope.project}`;
    case "serviceAccount":
      return `service account ${scope.email}`;
    case "other":
      return `${scope.type} ${scope.id}`;
  }
}

/**
 * Whether what is granted on `outer` reaches `inner`: down from organization to table, never up.
 *
 * Which folder or organization a project lies in is not in a stack; a grant there is taken to reach every project,
 * since what it may reach is what has to be judged.
 */
export function reaches(outer: Scope, inner: Scope): boolean {
  if (outer.kind === "organization") return true;
  if (outer.kind === "folder")
    return inner.kind !== "organization" && (inner.kind !== "folder" || inner.folder === outer.folder);
  const project = "project" in inner ? inner.project : undefined;
  if (!("project" in outer) || outer.project !== project) return false;
  if (outer.kind === "project") return true;
  if (outer.kind === "dataset") return "dataset" in inner && inner.dataset === outer.dataset;
  return outer.kind === inner.kind && scopeText(outer) === scopeText(inner);
}

/** The same text for equal scopes, another for every other. */
export function scopeKey(scope: Scope): string {
  const parts: (string | undefined)[] = [scope.kind];
  if ("project" in scope) parts.push(scope.project);
  switch (scope.kind) {
    case "organization":
      parts.push(scope.organization);
      break;
    case "folder":
      parts.push(scope.folder);
      break;
    case "project":
      break;
    case "dataset":
      parts.push(scope.dataset);
      break;
    case "table":
      parts.push(scope.dataset, scope.table);
      break;
    case "routine":
      parts.push(scope.dataset, scope.routine);
      break;
    case "connection":
      parts.push(scope.connection);
      break;
    case "serviceAccount":
      parts.push(scope.email);
      break;
    case "other":
      parts.push(scope.type, scope.id);
      break;
  }
  // A line feed stands in no id of Google's; in a hostile one it is escaped, so that no two scopes share a key.
  return parts.map((part) => part?.replaceAll("\n", "\\n") ?? "\n").join("\n");
}

/** The keys of the scope and of every scope in the stack's reach from which a grant comes down to it. */
export function scopeChain(scope: Scope): string[] {
  const chain = [scopeKey(scope)];
  if ("dataset" in scope && scope.kind !== "dataset") {
    chain.push(scopeKey({ kind: "dataset", project: scope.project, dataset: scope.dataset }));
  }
  if ("project" in scope && scope.project !== undefined && scope.kind !== "project") {
    chain.push(scopeKey({ kind: "project", project: scope.project }));
  }
  return chain;
}
