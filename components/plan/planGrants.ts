import { Profile } from "../enums";
import { documentedGrants } from "./documented";
import { minimalGrants } from "./minimal";
import { modelGrants } from "./modelGrants";
import type { Plan, PlanRequest } from "./plan";
import { Roles } from "./roles";

/** Every grant that Segment's account is to be given, and the custom roles that they need. */
export function planGrants(request: PlanRequest): Plan {
  const roles = new Roles();
  const byProfile = request.profile === Profile.Minimal ? minimalGrants : documentedGrants;
  const grants = [...byProfile(request, roles), ...modelGrants(request, roles)];
  return { roles: roles.all(), grants };
}
