import * as pulumi from "@pulumi/pulumi";
import { suffixChild } from "../plan/parts";
import type { Plan, PlannedGrant, PlannedRole } from "../plan/plan";
import type { Children } from "./children";
import { DatasetIamMember } from "@pulumi/gcp/bigquery/datasetIamMember";
import { IamMember } from "@pulumi/gcp/bigquery/iamMember";
import { IAMCustomRole } from "@pulumi/gcp/projects/iamcustomRole";
import { IAMMember } from "@pulumi/gcp/projects/iammember";
import { RandomId } from "@pulumi/random/randomId";

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
  const { childName, project, idPrefix, title, permissions } = planned;
  const suffix = new RandomId(
    children.nameOf(suffixChild(planned)),
    { byteLength: 4, keepers: { project: project.id } },
    children.options(suffixChild(planned)),
  );
  return new IAMCustomRole(
    children.nameOf(childName),
    {
      project: project.id,
      roleId: pulumi.interpolate`${idPrefix}_${suffix.hex}`,
      title,
      description: "Exactly what Twilio Segment needs for this purpose. Managed by Pulumi.",
      permissions: [...permissions],
      stage: "GA",
    },
    children.options(childName, { dependsOn }),
  );
}

/** A grant to make, its role resolved. */
export interface Granting extends Pick<PlannedGrant, "childName" | "place"> {
  readonly role: pulumi.Input<string>;
  readonly member: pulumi.Input<string>;
}

/**
 * Adds one member to one role: never a binding or a policy, which would take away what others have granted, and never
 * a dataset's access list, which an update of the dataset would write again.
 */
export function makeGrant(
  children: Children,
  { childName, place, role, member }: Granting,
  dependsOn: pulumi.Resource[],
): pulumi.CustomResource {
  const name = children.nameOf(childName);
  const options = children.options(childName, { dependsOn });
  const project = place.project.id;
  switch (place.kind) {
    case "project":
      return new IAMMember(name, { project, role, member }, options);
    case "dataset":
      return new DatasetIamMember(name, { project, datasetId: place.dataset, role, member }, options);
    case "table":
      return new IamMember(
        name,
        { project, datasetId: place.dataset, tableId: place.table, role, member },
        options,
      );
  }
}
