import { isAlias } from "../../stack/normalize";
import type { Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import * as types from "../../stack/types";
import type { CustomRoles } from "../role";
import { commandGrants, runsCommands } from "./commandGrants";
import { datasetAccessGrants, datasetGrants, rowAccessGrants } from "./datasetGrants";
import { entitlementGrants } from "./entitlementGrants";
import type { Grant, Grants, Unreadable } from "./grant";
import { iamGrants } from "./iamGrants";
import { iamType } from "./iamScope";
import { sqlGrants } from "./sqlGrants";

export {
  concerns,
  identityOf,
  mayName,
  type Grant,
  type Grants,
  type MemberRef,
  type Shape,
  type Unreadable,
} from "./grant";

/** Every grant in the stack, to anyone. */
export function allGrants(stack: Stack, roles: CustomRoles): Grants {
  const grants: Grant[] = [];
  const unreadable: Unreadable[] = [];
  for (const resource of stack.ofTypes(grantsAnything)) {
    const found = grantsOf(stack, roles, resource);
    if (found === undefined) continue;
    // One by one: a policy may hold more grants than a call takes arguments.
    for (const grant of found.grants) grants.push(grant);
    for (const note of found.unreadable) unreadable.push(note);
  }
  return { grants, unreadable };
}

/** The grants of one resource; undefined for a type that grants nothing. */
export function grantsOf(stack: Stack, roles: CustomRoles, resource: Resource): Grants | undefined {
  const read = readerOf(resource.type);
  return read === undefined ? iamGrants(stack, roles, resource) : read(stack, roles, resource);
}

type Reader = (stack: Stack, roles: CustomRoles, resource: Resource) => Grants;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [types.dataset, datasetGrants],
  [types.datasetAccess, datasetAccessGrants],
  [types.rowAccessPolicy, rowAccessGrants],
  [types.entitlement, entitlementGrants],
  [types.queryJob, sqlGrants],
  [types.transferConfig, sqlGrants],
  [types.routine, sqlGrants],
]);

function readerOf(type: string): Reader | undefined {
  return readers.get(type) ?? (runsCommands(type) ? commandGrants : undefined);
}

/** Whether resources of the type can grant anything: so that the others are not even read. */
export function grantsAnything(type: string): boolean {
  return readerOf(type) !== undefined || iamType(type) !== undefined || isAlias(type);
}
