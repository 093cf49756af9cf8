import type { SegmentBigQueryArgs } from "../args/args";
import { Profile } from "../args/enums";
import { documentedGrants } from "./documented";
import { minimalGrants, modelGrants } from "./minimal";
import { type Plan, type PlanRequest, Roles } from "./plan";
import { settingsOf } from "./settings";
import { declare } from "./sources";

/** Every grant that Segment's account is to be given, and the custom roles that they need. */
export function planGrants(request: PlanRequest): Plan {
  const roles = new Roles();
  const byProfile = request.profile === Profile.Minimal ? minimalGrants : documentedGrants;
  const grants = [...byProfile(request, roles), ...modelGrants(request, roles)];
  return { roles: roles.all(), grants };
}

/** The grants that follow from the component's arguments. */
export function planFor(args: SegmentBigQueryArgs): Plan {
  return planGrants({ ...settingsOf(args), ...declare(args.project, args.sources ?? [], args.models ?? []) });
}
