import type * as pulumi from "@pulumi/pulumi";
import type { Plan, PlannedGrant } from "../plan/plan";
import type { Children } from "./children";
import { makeCustomRole } from "./customRole";
import { makeGrant } from "./grant";

/** A grant as made. */
export interface MadeGrant {
  readonly planned: PlannedGrant;
  /** The role's full name. */
  readonly role: pulumi.Input<string>;
}

/**
 * Makes the plan's custom roles and its grants.
 *
 * `dependsOn` goes for all of them, `inPlace` says what a grant needs beyond it.
 */
export function makeGrants(
  children: Children,
  { roles, grants }: Plan,
  member: pulumi.Input<string>,
  dependsOn: pulumi.Resource[],
  inPlace: (grant: PlannedGrant) => pulumi.Resource[],
): MadeGrant[] {
  const made = new Map(roles.map((role) => [role, makeCustomRole(children, role, dependsOn)]));
  return grants.map((planned) => {
    const role =
      typeof planned.role === "string"
        ? planned.role
        : (made.get(planned.role)?.name as pulumi.Output<string>);
    makeGrant(children, { ...planned, role, member }, [...dependsOn, ...inPlace(planned)]);
    return { planned, role };
  });
}
