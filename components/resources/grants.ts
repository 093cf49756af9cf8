import { ConnectionIamMember } from "@pulumi/gcp/bigquery/connectionIamMember";
import { DatasetIamMember } from "@pulumi/gcp/bigquery/datasetIamMember";
import { IamMember } from "@pulumi/gcp/bigquery/iamMember";
import { IAMCustomRole } from "@pulumi/gcp/projects/iamcustomRole";
import { IAMMember } from "@pulumi/gcp/projects/iammember";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember";
import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import type { Naming } from "../plan/places";
import { type GrantsPlan, type PlannedGrant, type PlannedRole, suffixChild } from "../plan/plan";
import type { Children } from "./children";

/** A grant as made. */
export interface MadeGrant {
  readonly planned: PlannedGrant;
  /** The role's full name. */
  readonly role: pulumi.Input<string>;
}

/**
 * Makes the plan's custom roles and its grants.
 *
 * `dependsOn` goes for all of them; a grant on the state dataset comes after the dataset.
 */
export function makeGrants(
  children: Children,
  { roles, grants }: GrantsPlan,
  member: pulumi.Input<string>,
  dependsOn: pulumi.Resource[],
  stateOf: (grant: PlannedGrant) => pulumi.Resource | undefined,
): MadeGrant[] {
  const made = new Map(roles.map((role) => [role, makeCustomRole(children, role, dependsOn)]));
  return grants.map((planned) => {
    const role =
      typeof planned.role === "string"
        ? planned.role
        : (made.get(planned.role)?.name as pulumi.Output<string>);
    makeGrant(children, planned, { role, member }, dependsOn, stateOf(planned));
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
  { childName, formerName, project, idPrefix, title, permissions }: PlannedRole,
  dependsOn: pulumi.Resource[],
): IAMCustomRole {
  const suffixName = suffixChild(childName);
  const suffix = new RandomId(
    children.nameOf(suffixName),
    { byteLength: 4, keepers: { project: project.id } },
    children.options(suffixName, formerName === undefined ? {} : { formerName: suffixChild(formerName) }),
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
    // Its grants have to hold the new role before the old one goes.
    children.options(childName, {
      importId: (inputs) => `projects/${inputs.project}/roles/${inputs.roleId}`,
      dependsOn,
      formerName,
      deleteBeforeReplace: false,
    }),
  );
}

/**
 * Whether a grant is deleted before its replacement is created.
 *
 * By scope, a replacement can only be forced (`pulumi up --replace`), and is the same grant at Google: deleted
 * afterwards, it would be gone. By name, it is another grant, for the role is its own: created first, nothing is
 * without access meanwhile.
 */
export function deletesFirst(namedBy: Naming["by"]): boolean {
  return namedBy === "scope";
}

/**
 * Adds one member to one role: never a binding or a policy, which would remove what others have granted, and never a
 * dataset's access list, which an update of the dataset would write again.
 */
function makeGrant(
  children: Children,
  { childName, formerName, namedBy, place }: PlannedGrant,
  granted: { readonly role: pulumi.Input<string>; readonly member: pulumi.Input<string> },
  dependsOn: pulumi.Resource[],
  state: pulumi.Resource | undefined,
): void {
  const name = children.nameOf(childName);
  const options = children.options(childName, {
    dependsOn: [...dependsOn, ...(state ? [state] : [])],
    // Where the dataset leaves the stack, it stays at Google with the grant, or is protected and refuses to leave.
    ...(state ? { deletedWith: state } : {}),
    formerName,
    deleteBeforeReplace: deletesFirst(namedBy),
  });
  const project = place.project.id;
  switch (place.kind) {
    case "project":
      new IAMMember(name, { project, ...granted }, options);
      break;
    case "dataset":
      new DatasetIamMember(name, { project, datasetId: place.dataset, ...granted }, options);
      break;
    case "table":
      new IamMember(name, { project, datasetId: place.dataset, tableId: place.table, ...granted }, options);
      break;
    case "connection": {
      const { location, connection: connectionId } = place;
      new ConnectionIamMember(name, { project, location, connectionId, ...granted }, options);
      break;
    }
    case "bucket":
      new BucketIAMMember(name, { bucket: place.bucket, ...granted }, options);
  }
}
