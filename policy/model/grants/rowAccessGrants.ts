import { rowReaderRole } from "../../knowledge/documentedRoles";
import type { Resource } from "../resource";
import { roleNamed, type CustomRoles } from "../roles";
import type { Stack } from "../stack";
import type { Grants } from "./grant";
import { tableScope } from "./iamFamily";
import { grantOf } from "./iamGrants";
import { memberRefs } from "./memberRefs";

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
