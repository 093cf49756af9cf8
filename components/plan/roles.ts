import type { ProjectPlace } from "./places";
import type { PlannedRole } from "./plan";

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
    const part = project.home ? purpose : `${purpose}-in-${project.label}`;
    const role = this.add(part, project, purpose, title, permissions);
    byProject.set(project, role);
    return role;
  }

  /** A role that no other grant uses. */
  add(
    part: string,
    project: ProjectPlace,
    purpose: string,
    title: string,
    permissions: readonly string[],
  ): PlannedRole {
    const idPrefix = `segment_${purpose.replace(/-/g, "_")}`;
    const role: PlannedRole = { part: `${part}-role`, project, idPrefix, title, permissions };
    this.made.push(role);
    return role;
  }

  all(): readonly PlannedRole[] {
    return this.made;
  }
}
