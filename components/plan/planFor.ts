import type { SegmentBigQueryArgs } from "../args";
import type { Plan } from "./plan";
import { planGrants } from "./planGrants";
import { settingsOf } from "./settings";
import { declare } from "./sources";

/** The grants that follow from the component's arguments. */
export function planFor(args: SegmentBigQueryArgs): Plan {
  return planGrants({ ...settingsOf(args), ...declare(args.project, args.sources ?? [], args.models ?? []) });
}
