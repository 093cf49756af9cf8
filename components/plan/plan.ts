import type { KeySlot, Product, Profile, ReadApi, StateDatasetMode } from "../args/enums";
import type { Declared, Named } from "./declared";
import type { DatasetPlace, Naming, Place, ProjectPlace } from "./places";

/** What the grants follow from. */
export interface PlanRequest extends Declared {
  readonly products: readonly Product[];
  readonly profile: Profile;
  readonly readApi: ReadApi;
  /** Undefined where no product keeps state. */
  readonly state: PlannedState | undefined;
  readonly segmentCreatesDestinations: boolean;
}

/** The dataset for the state of syncs. */
export interface PlannedState {
  readonly place: DatasetPlace;
  readonly mode: StateDatasetMode;
}

/** A custom role to create. */
export interface PlannedRole {
  readonly childName: string;
  /** What the child was called up to 2026-11-22, if that was another name. */
  readonly formerName?: string;
  readonly project: ProjectPlace;
  /** First part of the role's id, to which random digits are added. */
  readonly idPrefix: string;
  readonly title: string;
  readonly permissions: readonly string[];
}

/** A grant to make to Segment's account. */
export interface PlannedGrant {
  /** Follows from role and scope alone: a grant that another child made too would be lost with either of them. */
  readonly childName: string;
  /** What the child was called up to 2026-11-22, if that was another name. */
  readonly formerName?: string;
  /** Whether its name follows from its scope, or its scope may change under its name. */
  readonly namedBy: Naming["by"];
  readonly place: Place;
  /** `roles/…`, or one of the plan's custom roles. */
  readonly role: string | PlannedRole;
  /** What Segment uses of the role. */
  readonly permissions: readonly string[];
  readonly reason: string;
}

/** All grants, and the custom roles that they name. */
export interface GrantsPlan {
  readonly roles: readonly PlannedRole[];
  readonly grants: readonly PlannedGrant[];
}

/** Sorted, each once: the form in which a role's permissions do not differ from run to run. */
export function permissionSet(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].sort();
}

/** The name of a grant by what its holder may do with a scope. */
export function grantName(holder: string, kind: Place["kind"], naming: Naming): string {
  if (naming.by === "name") return `own-${kind}-${holder}-${naming.name}`;
  return [holder, "on", kind, ...(naming.label === "" ? [] : [naming.label])].join("-");
}

/** What a custom role is for. */
export interface Purpose {
  /** Of the role, in names and in its id. */
  readonly id: string;
  /** What its holder is called in a grant's name. */
  readonly holder: string;
  readonly title: string;
  readonly permissions: readonly string[];
  readonly reason: string;
}

/** The custom roles of a plan. */
export class Roles {
  private readonly shared = new Map<string, Map<ProjectPlace, PlannedRole>>();
  private readonly made: PlannedRole[] = [];

  /** The role for a purpose in one project: a project's custom role works only inside that project. */
  in(project: ProjectPlace, purpose: Pick<Purpose, "id" | "title" | "permissions">): PlannedRole {
    const byProject = this.shared.get(purpose.id) ?? new Map<ProjectPlace, PlannedRole>();
    this.shared.set(purpose.id, byProject);
    const known = byProject.get(project);
    if (known) return known;
    const role = this.add(project.home ? purpose.id : `${purpose.id}-in-${project.label}`, project, purpose);
    byProject.set(project, role);
    return role;
  }

  /** A role that no other grant uses. */
  add(
    of: string,
    project: ProjectPlace,
    { id, title, permissions }: Pick<Purpose, "id" | "title" | "permissions">,
    formerOf?: string,
  ): PlannedRole {
    const role: PlannedRole = {
      childName: `${of}-role`,
      ...(formerOf === undefined ? {} : { formerName: `${formerOf}-role` }),
      project,
      idPrefix: `segment_${id.replace(/-/g, "_")}`,
      title,
      permissions,
    };
    this.made.push(role);
    return role;
  }

  /** A grant of a custom role: the project's where the grant's name follows from its scope, else one of its own. */
  grant(
    purpose: Purpose,
    { place, naming }: Pick<Named, "place" | "naming">,
    formerName?: string,
  ): PlannedGrant {
    const { permissions, reason } = purpose;
    const childName = grantName(purpose.holder, place.kind, naming);
    const byScope = naming.by === "scope";
    const role = byScope ? this.in(place.project, purpose) : this.add(childName, place.project, purpose);
    return {
      childName,
      ...(byScope && formerName !== undefined ? { formerName } : {}),
      namedBy: naming.by,
      place,
      role,
      permissions,
      reason,
    };
  }

  all(): readonly PlannedRole[] {
    return this.made;
  }
}

/** Names that do not depend on the arguments, without the component's name. */
export const childNames = {
  account: "account",
  accountSuffix: "account-suffix",
  stateDataset: "state-dataset",
  keySecret: "key-secret",
  awsSecret: "key-aws-secret",
} as const;

/** `bigquery.googleapis.com` as `api-bigquery`. */
export function apiChild(service: string): string {
  return `api-${service.split(".")[0]}`;
}

/** A dataset that Segment writes. */
export function destinationChild(dataset: string): string {
  return `destination-${dataset}`;
}

/** The random digits at the end of a custom role's id. */
export function suffixChild(roleName: string): string {
  return `${roleName}-suffix`;
}

/** The key in a slot, or what holds it somewhere. */
export function slotChild(slot: KeySlot, what?: string): string {
  return what === undefined ? `key-${slot}` : `key-${slot}-${what}`;
}
