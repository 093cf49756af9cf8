import type { SegmentBigQueryArgs } from "../../../components/index";
import { placeIds } from "../../../components/plan/places";
import type { PlannedGrant } from "../../../components/plan/plan";
import { planFor } from "../../../components/plan/planFor";

/** The grants of a plan in project acme: `child @ place: role [permissions of a custom role]`, one line a grant. */
export function grantLines(args: Partial<SegmentBigQueryArgs>): string[] {
  return planFor({ project: "acme", location: "EU", ...args }).grants.map(grantLine);
}

export function grantLine({ childName, place, role }: PlannedGrant): string {
  const at = Object.values(placeIds(place))
    .map((id) => (typeof id === "string" ? id : "(output)"))
    .join(".");
  const what = typeof role === "string" ? role : `${role.childName} [${role.permissions.join(" ")}]`;
  return `${childName} @ ${at}: ${what}`;
}
