import { modelOperations } from "../../policy/knowledge/modelOperations";
import { permissionSet, type PlannedGrant, type PlanRequest } from "./plan";
import type { Roles } from "./roles";

/**
 * BigQuery ML, the same in both profiles: exactly the operations' permissions, on the dataset, which is the lowest
 * scope at which models can be granted.
 *
 * A role for each dataset, so that other operations change the role in place and take nothing away meanwhile.
 */
export function modelGrants({ models }: PlanRequest, roles: Roles): PlannedGrant[] {
  return models.map(({ place, label, operations }) => {
    const permissions = permissionSet(
      ...operations.map((operation) => modelOperations[operation].permissions),
    );
    const part = `use-models-${label}`;
    const title = "Segment: use BigQuery ML models";
    return {
      part,
      place,
      role: roles.add(part, place.project, "use-models", title, permissions),
      permissions,
      reason: `BigQuery ML: ${operations.map((operation) => modelOperations[operation].what).join(", ")}`,
    };
  });
}
