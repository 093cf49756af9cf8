import type { Profile, ReadApi, StateDatasetMode } from "../enums";
import type { Declared } from "./sources";
import type { Id, Place, ProjectPlace } from "./places";

/** What the grants follow from. */
export interface PlanRequest extends Declared {
  readonly profile: Profile;
  readonly readApi: ReadApi;
  readonly stateMode: StateDatasetMode;
  readonly stateDatasetId: Id;
}

/** A custom role to be made. */
export interface PlannedRole {
  /** What it is for, in the children's names; the same for as long as it does the same. */
  readonly part: string;
  readonly project: ProjectPlace;
  /** First part of the role's id, to which random digits are added. */
  readonly idPrefix: string;
  readonly title: string;
  readonly permissions: readonly string[];
}

/** A grant to be made to Segment's account. */
export interface PlannedGrant {
  /** What it is for, in the children's names; another for another profile, so that the new is made before the old goes. */
  readonly part: string;
  readonly place: Place;
  /** `roles/…`, or one of the plan's custom roles. */
  readonly role: string | PlannedRole;
  /** What Segment uses of the role. */
  readonly permissions: readonly string[];
  readonly reason: string;
}

/** All grants, and the custom roles that they name. */
export interface Plan {
  readonly roles: readonly PlannedRole[];
  readonly grants: readonly PlannedGrant[];
}

/** Sorted, each once: the form in which a role's permissions do not differ from run to run. */
export function permissionSet(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].sort();
}
