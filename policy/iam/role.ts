import { catalogueRole, knownPermissions, legacyDatasetRoles } from "../facts/roles";
import { type Plain, text, texts, UNKNOWN } from "../stack/plain";
import { bare, knownText, projectOf } from "../stack/references";
import type { Resource } from "../stack/resource";
import { sourcesOf, type Stack } from "../stack/stack";
import { glob } from "../stack/text";
import * as types from "../stack/types";

/** What is known of a role that a grant names. */
export type Role =
  | KnownRole
  /** Named, but held by neither the catalogue nor the stack. */
  | { readonly kind: "unresolved"; readonly name: string }
  /** Not known before the update. */
  | { readonly kind: "unknown"; readonly property: string };

/** A role of which it is known what it allows. */
export interface KnownRole {
  readonly kind: "known";
  /** As Google would write it; for a role whose name is not known yet, the Pulumi name. */
  readonly name: string;
  readonly origin: "predefined" | "custom";
  readonly permissions: readonly string[];
  /** Permissions exactly as a custom role writes them, wildcards included. */
  readonly written: readonly string[];
  /** False where the catalogue kept only a part, or a custom role holds permissions that are not known yet. */
  readonly complete: boolean;
  /** True where the missing part will be known in the update. */
  readonly partial: boolean;
}

/** The custom roles that the stack makes, by full name and by URN. */
export interface CustomRoles {
  byName(name: string): Role | undefined;
  byUrn(urn: string): Role | undefined;
}

export function customRoles(stack: Stack): CustomRoles {
  const names = new Map<string, Role>();
  const urns = new Map<string, Role>();
  for (const resource of [
    ...stack.ofType(types.projectCustomRole),
    ...stack.ofType(types.organizationCustomRole),
  ]) {
    const role = customRole(stack, resource);
    urns.set(resource.urn, role);
    if (role.name.includes("/")) names.set(role.name, role);
  }
  return { byName: (name) => names.get(name), byUrn: (urn) => urns.get(urn) };
}

function customRole(stack: Stack, resource: Resource): KnownRole {
  const { known, partial: open } = texts(resource.props["permissions"]);
  const disabled = resource.props["stage"] === "DISABLED" || resource.props["deleted"] === true;
  const written = disabled ? [] : known;
  const partial = open && !disabled;
  return {
    kind: "known",
    name: fullName(stack, resource),
    origin: "custom",
    permissions: [...new Set(written.flatMap(expand))],
    written,
    complete: !partial,
    partial,
  };
}

function fullName(stack: Stack, resource: Resource): string {
  const name = knownText(resource.props, "name");
  if (name?.includes("/roles/")) return name;
  const id = knownText(resource.props, "roleId");
  if (id === undefined) return resource.name;
  if (resource.type === types.organizationCustomRole) {
    const organization = knownText(resource.props, "orgId");
    if (organization === undefined) return resource.name;
    return `organizations/${bare(organization, "organizations")}/roles/${id}`;
  }
  const project = projectOf(stack, resource);
  return project.unknown ? resource.name : `projects/${project.id}/roles/${id}`;
}

/** All that a wildcard in a custom role matches; Google would refuse or ignore it, so it is read at its worst. */
function expand(permission: string): string[] {
  const matched = permission.includes("*") ? knownPermissions().filter(glob(permission)) : [];
  return matched.length > 0 ? matched : [permission];
}

/** The role that `value`, found in `property` of the resource, names; undefined where there is none. */
export function roleIn(
  stack: Stack,
  roles: CustomRoles,
  resource: Resource,
  property: string,
  value: Plain | undefined,
): Role | undefined {
  const name = text(value);
  if (name === undefined) return undefined;
  if (name !== UNKNOWN) return roleNamed(name, roles);
  const made = sourcesOf(stack, resource, property).flatMap((owner) => roles.byUrn(owner.urn) ?? []);
  return made.length === 1 ? made[0] : { kind: "unknown", property };
}

/** The role of that name: predefined, legacy word of a dataset's access list, or made by the stack. */
export function roleNamed(name: string, roles: CustomRoles): Role {
  const full = legacyDatasetRoles[name] ?? name;
  const predefined = catalogueRole(full);
  if (predefined) {
    const { permissions, complete } = predefined;
    return {
      kind: "known",
      name: full,
      origin: "predefined",
      permissions,
      written: permissions,
      complete,
      partial: false,
    };
  }
  return roles.byName(full) ?? { kind: "unresolved", name };
}
