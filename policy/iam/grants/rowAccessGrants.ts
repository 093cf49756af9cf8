import { rowReaderRole } from "../../facts/roles";
import type { Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import { type CustomRoles, roleNamed } from "../role";
import type { Grants } from "./grant";
import { grantOf } from "./iamGrants";
import { tableScope } from "./iamScope";
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
