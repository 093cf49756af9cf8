import type { Profile, ReadApi, StateDatasetMode } from "../args/enums";
import type { Id, Place, ProjectPlace } from "./places";
import type { Declared } from "./sources";

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
  readonly childName: string;
  readonly project: ProjectPlace;
  /** First childName of the role's id, to which random digits are added. */
  readonly idPrefix: string;
  readonly title: string;
  readonly permissions: readonly string[];
}

/** A grant to be made to Segment's account. */
export interface PlannedGrant {
  /** What it is for, in the children's names; another for another profile, so that the new is made before the old goes. */
  readonly childName: string;
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

/** The custom roles of a plan. */
export class Roles {
  private readonly shared = new Map<string, Map<ProjectPlace, PlannedRole>>();
  private readonly made: PlannedRole[] = [];

  /** The role for a purpose in one project: a project's custom role works only inside that project. */
  in(project: ProjectPlace, purpose: string, title: string, permissions: readonly string[]): PlannedRole {
    const byProject = this.shared.get(purpose) ?? new Map<ProjectPlace, PlannedRole>();
    this.shared.set(purpose, byProject);
    const known = byProject.get(project);
    if (known) return known;
    const childName = project.home ? purpose : `${purpose}-in-${project.label}`;
    const role = this.add(childName, project, purpose, title, permissions);
    byProject.set(project, role);
    return role;
  }

  /** A role that no other grant uses. */
  add(
    childName: string,
    project: ProjectPlace,
    purpose: string,
    title: string,
    permissions: readonly string[],
  ): PlannedRole {
    const idPrefix = `segment_${purpose.replace(/-/g, "_")}`;
    const role: PlannedRole = { childName: `${childName}-role`, project, idPrefix, title, permissions };
    this.made.push(role);
    return role;
  }

  all(): readonly PlannedRole[] {
    return this.made;
  }
}
