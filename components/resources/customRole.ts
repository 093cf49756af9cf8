import { IAMCustomRole } from "@pulumi/gcp/projects/iamcustomRole";
import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import { suffixPart } from "../plan/parts";
import type { PlannedRole } from "../plan/plan";
import type { Children } from "./children";

/**
 * A custom role under an id that no role had before: Google keeps the id of a deleted one for up to 37 days, and random
 * digits go with the role when it goes.
 *
 * https://cloud.google.com/iam/docs/creating-custom-roles#deleting-custom-role
 */
export function makeCustomRole(
  children: Children,
  planned: PlannedRole,
  dependsOn: pulumi.Resource[],
): IAMCustomRole {
  const { part, project, idPrefix, title, permissions } = planned;
  const suffix = new RandomId(
    children.nameOf(suffixPart(planned)),
    { byteLength: 4, keepers: { project: project.id } },
    children.options(suffixPart(planned)),
  );
  return new IAMCustomRole(
    children.nameOf(part),
    {
      project: project.id,
      roleId: pulumi.interpolate`${idPrefix}_${suffix.hex}`,
      title,
      description: "Exactly what Twilio Segment needs for this purpose. Managed by Pulumi.",
      permissions: [...permissions],
      stage: "GA",
    },
    children.options(part, { dependsOn }),
  );
}
