import { rowReaderRole } from "../../knowledge/documentedRoles";
import { lastPart } from "../location";
import type { Resource } from "../resource";
import { roleNamed, type CustomRoles } from "../roles";
import type { Stack } from "../stack";
import type { Grants } from "./grant";
import { datasetScope } from "./iamFamily";
import { grantOf, memberRefs } from "./iamGrants";

/** The grants of a `RowAccessPolicy`; see https://cloud.google.com/bigquery/docs/row-level-security-intro */
export function rowAccessGrants(stack: Stack, roles: CustomRoles, resource: Resource): Grants {
  const table = lastPart(resource, "tableId");
  const inDataset = datasetScope(stack, resource, (project, dataset) => ({
    kind: "table",
    project,
    dataset,
    table: table.id,
  }));
  const at = table.unknown ? { ...inDataset, unknown: [...inDataset.unknown, "tableId"] } : inDataset;
  const role = roleNamed(rowReaderRole, roles);
  return {
    grants: memberRefs(stack, resource, "grantees", resource.props["grantees"]).map((member) =>
      grantOf(resource, "member", at, role, member, null),
    ),
    unreadable: [],
  };
}
