import type { GrantResult } from "../../../components/index";
import { datasetResource, projectResource, type Resource } from "../../fakes/google/access";
import { tableResource } from "../../fakes/google/bigQuery";
import { permissionsOf } from "../../fakes/google/roles";
import type { GoogleState } from "../../fakes/google/state";

/** Permissions held, as `dataset acme.crm: bigquery.tables.getData`. */
export type Held = ReadonlySet<string>;

/** What a member holds at this moment on every project, secret, dataset and table, inherited grants included. */
export function heldBy(state: GoogleState, member: string): Held {
  const held = new Set<string>();
  for (const [scope, resource] of scopesOf(state)) {
    for (let at: Resource | undefined = resource; at; at = at.parent) {
      const roles = at.policy.bindings.filter(({ members }) => members.includes(member));
      for (const { role } of roles)
        for (const permission of permissionsOf(state, role)) held.add(`${scope}: ${permission}`);
    }
  }
  return held;
}

/** What a component says that Segment uses, and that the member does not hold. */
export function lacking(state: GoogleState, member: string, grants: readonly GrantResult[]): string[] {
  const held = heldBy(state, member);
  return grants
    .flatMap(({ scope, permissions }) => permissions.map((permission) => `${scope}: ${permission}`))
    .filter((permission) => !held.has(permission));
}

function* scopesOf(state: GoogleState): Generator<[string, Resource | undefined]> {
  for (const project of state.projects.values()) {
    const parent = projectResource(state, project.id);
    yield [`project ${project.id}`, parent];
    for (const { id, policy } of project.secrets.values())
      yield [`secret ${project.id}/${id}`, { name: id, policy, ...(parent && { parent }) }];
    for (const dataset of project.datasets.values()) {
      const name = `${project.id}.${dataset.id}`;
      yield [`dataset ${name}`, datasetResource(state, dataset)];
      for (const [id, table] of dataset.tables)
        yield [`table ${name}.${id}`, tableResource(state, dataset, id, table)];
    }
  }
}
