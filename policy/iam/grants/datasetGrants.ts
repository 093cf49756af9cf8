import { rowReaderRole } from "../../facts/roles";
import { isList, isObject, type Plain, type PlainObject, UNKNOWN } from "../../stack/plain";
import { datasetIdOf, projectOf } from "../../stack/references";
import type { Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import { parseAccessEntry } from "../member";
import { type CustomRoles, roleIn, roleNamed } from "../role";
import type { Scope } from "../scope";
import { type Grant, type Grants, type MemberRef, memberRefs, openRefs } from "./grant";
import { grantOf } from "./iamGrants";
import { datasetScope, type Located, tableScope } from "./iamScope";

type InDataset = Located<Extract<Scope, { kind: "dataset" }>>;

/** The grants in a dataset's own access list. */
export function datasetGrants(stack: Stack, roles: CustomRoles, resource: Resource): Grants {
  const accesses = resource.props["accesses"];
  const project = projectOf(stack, resource);
  const at: InDataset = {
    scope: { kind: "dataset", project: project.id, dataset: datasetIdOf(resource).id },
    unknown: project.unknown ? ["project"] : [],
  };
  if (accesses === UNKNOWN) return { grants: [], unreadable: isStated(resource) ? [openList(resource)] : [] };
  if (!isList(accesses)) return { grants: [], unreadable: [] };
  const grants = accesses.flatMap((entry) =>
    isObject(entry) ? entryGrants(stack, roles, resource, at, "accesses", entry) : [],
  );
  return { grants, unreadable: accesses.includes(UNKNOWN) ? [openList(resource)] : [] };
}

/** The grant of one `DatasetAccess` resource. */
export function datasetAccessGrants(stack: Stack, roles: CustomRoles, resource: Resource): Grants {
  const at: InDataset = datasetScope(stack, resource, (project, dataset) => ({
    kind: "dataset",
    project,
    dataset,
  }));
  return { grants: entryGrants(stack, roles, resource, at, undefined, resource.props), unreadable: [] };
}

function entryGrants(
  stack: Stack,
  roles: CustomRoles,
  resource: Resource,
  at: InDataset,
  property: string | undefined,
  entry: PlainObject,
): Grant[] {
  const role = roleIn(stack, roles, resource, property ?? "role", entry["role"] ?? null);
  if (!role) return [];
  return entryMembers(stack, resource, at, property, entry).map((member) =>
    grantOf(resource, "access", at, role, member, entry["condition"] ?? null),
  );
}

function entryMembers(
  stack: Stack,
  resource: Resource,
  at: InDataset,
  property: string | undefined,
  entry: PlainObject,
): MemberRef[] {
  const { project } = at.scope;
  const principal = parseAccessEntry(entry, project);
  if (principal === "authorized") return [];
  if (principal === "nobody") return [{ kind: "named", member: { kind: "allUsers" } }];
  if (principal === UNKNOWN) {
    const hidden = Object.keys(entry).filter(
      (name) => parseAccessEntry({ [name]: entry[name] as Plain }, project) === UNKNOWN,
    );
    return (property === undefined ? hidden : [property]).flatMap((name) => openRefs(stack, resource, name));
  }
  // Whose basic roles count hangs on the project.
  if (principal.kind === "projectRole" && at.unknown.includes("project"))
    return [{ kind: "unknown", property: "project" }];
  return [{ kind: "named", member: principal }];
}

/**
 * Whether a list not known yet is the program's own, so that it comes from some resource. Where the program states
 * none, a first preview does not know the default list either, which Google fills in.
 */
function isStated(resource: Resource): boolean {
  return (resource.propertyDependencies["accesses"] ?? []).length > 0;
}

function openList(resource: Resource) {
  return {
    urn: resource.urn,
    resourceName: resource.name,
    resourceType: resource.type,
    property: "accesses",
    why: "it is not known yet",
    unknown: true,
    accounts: [],
  };
}

/** The grants of a `RowAccessPolicy`; see https://cloud.google.com/bigquery/docs/row-level-security-intro */
export function rowAccessGrants(stack: Stack, roles: CustomRoles, resource: Resource): Grants {
  const at = tableScope(stack, resource);
  const role = roleNamed(rowReaderRole, roles);
  return {
    grants: memberRefs(stack, resource, "grantees", resource.props["grantees"]).map((member) =>
      grantOf(resource, "member", at, role, member, null),
    ),
    unreadable: [],
  };
}
