import type { Resource } from "../resource";
import type { CustomRoles } from "../roles";
import type { Stack } from "../stack";
import * as types from "../types";
import { datasetAccessGrants, datasetGrants } from "./datasetGrants";
import type { Grant, Grants, Unreadable } from "./grant";
import { iamType } from "./iamFamily";
import { iamGrants } from "./iamGrants";

export type { Grant, Grants, MemberRef, Shape, Unreadable } from "./grant";

/** Every grant that the stack makes, to whomever. */
export function allGrants(stack: Stack, roles: CustomRoles): Grants {
  const grants: Grant[] = [];
  const unreadable: Unreadable[] = [];
  for (const resource of stack.resources) {
    const found = grantsOf(stack, roles, resource);
    if (!found) continue;
    grants.push(...found.grants);
    unreadable.push(...found.unreadable);
  }
  return { grants, unreadable };
}

/** The grants of one resource; undefined for a type that grants nothing. */
export function grantsOf(stack: Stack, roles: CustomRoles, resource: Resource): Grants | undefined {
  if (resource.type === types.dataset) return datasetGrants(stack, roles, resource);
  if (resource.type === types.datasetAccess) return datasetAccessGrants(stack, roles, resource);
  return iamGrants(stack, roles, resource);
}

/** Whether resources of the type can grant anything: so that the others are not even read. */
export function grantsAnything(type: string): boolean {
  return type === types.dataset || type === types.datasetAccess || iamType(type) !== undefined;
}
