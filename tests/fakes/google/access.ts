import { legacyRoles, permissionsOf } from "./roles";
import { now, type Binding, type DatasetState, type GoogleState, type Json, type Policy } from "./state";

/** A resource that access is asked for, with the ones above it that it inherits from. */
export interface Resource {
  /** The name that conditions see. */
  name: string;
  policy: Policy;
  parent?: Resource;
}

/** A project with the folders and the organization above it. */
export function projectResource(state: GoogleState, projectId: string): Resource | undefined {
  const project = state.projects.get(projectId);
  if (!project) return undefined;
  const parent = containerResource(state, project.parent);
  const name = `//cloudresourcemanager.googleapis.com/projects/${project.number}`;
  return { name, policy: project.policy, ...(parent && { parent }) };
}

/** A folder or organization with those above it. */
export function containerResource(state: GoogleState, name: string | undefined): Resource | undefined {
  const container = name === undefined ? undefined : state.containers.get(name);
  if (!container) return undefined;
  const parent = containerResource(state, container.parent);
  return {
    name: `//cloudresourcemanager.googleapis.com/${name}`,
    policy: container.policy,
    ...(parent && { parent }),
  };
}

/** A dataset: its access list is its policy. */
export function datasetResource(state: GoogleState, dataset: DatasetState): Resource {
  const parent = projectResource(state, dataset.project);
  return {
    name: `projects/${dataset.project}/datasets/${dataset.id}`,
    policy: { version: dataset.version, bindings: accessBindings(dataset) },
    ...(parent && { parent }),
  };
}

/** A dataset's access list as bindings: https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets#Dataset.FIELDS.access */
function accessBindings(dataset: DatasetState): Binding[] {
  return ((dataset.resource["access"] ?? []) as Json[]).flatMap((entry) => {
    const role = entry["role"];
    if (typeof role !== "string") return []; // an authorized view, routine or dataset
    const condition = entry["condition"] as Binding["condition"];
    return [
      {
        role: legacyRoles[role] ?? role,
        members: [accessMember(entry, dataset.project)],
        ...(condition && { condition }),
      },
    ];
  });
}

const specialGroups: Record<string, string> = {
  projectOwners: "projectOwner",
  projectWriters: "projectEditor",
  projectReaders: "projectViewer",
};

/** The IAM member that an entry of an access list names. */
export function accessMember(entry: Json, project: string): string {
  const text = (key: string): string | undefined => (typeof entry[key] === "string" ? entry[key] : undefined);
  const email = text("userByEmail");
  if (email) return email.endsWith(".gserviceaccount.com") ? `serviceAccount:${email}` : `user:${email}`;
  const special = text("specialGroup");
  if (special === "allAuthenticatedUsers") return special;
  if (special) return `${specialGroups[special] ?? special}:${project}`;
  const group = text("groupByEmail");
  if (group) return `group:${group}`;
  const domain = text("domain");
  return domain ? `domain:${domain}` : (text("iamMember") ?? "nobody");
}

/** Whether a caller holds a permission on a resource, there or anywhere above. */
export function allowed(
  state: GoogleState,
  caller: string,
  permission: string,
  on: Resource | undefined,
): boolean {
  for (let at = on; at; at = at.parent) {
    for (const binding of at.policy.bindings) {
      if (!permissionsOf(state, binding.role).has(permission)) continue;
      if (binding.condition && !holds(binding.condition.expression, on?.name ?? "", now(state))) continue;
      if (binding.members.some((member) => isCaller(state, member, caller))) return true;
    }
  }
  return false;
}

const basicRoles: Record<string, string> = {
  projectOwner: "roles/owner",
  projectEditor: "roles/editor",
  projectViewer: "roles/viewer",
};

/** Whether a member of a binding is, or holds, the caller: https://cloud.google.com/iam/docs/principal-identifiers */
function isCaller(state: GoogleState, member: string, caller: string): boolean {
  if (member === "allUsers" || member === "allAuthenticatedUsers") return true;
  if (member.toLowerCase() === caller.toLowerCase()) return true;
  const [kind = "", value = ""] = [
    member.slice(0, member.indexOf(":")),
    member.slice(member.indexOf(":") + 1),
  ];
  if (kind === "group")
    return (state.groups.get(value) ?? []).some((inner) => isCaller(state, inner, caller));
  if (kind === "domain") return caller.startsWith("user:") && caller.endsWith(`@${value}`);
  const basic = basicRoles[kind];
  const bindings = basic ? (state.projects.get(value)?.policy.bindings ?? []) : [];
  return bindings.some(
    (binding) => binding.role === basic && binding.members.some((inner) => isCaller(state, inner, caller)),
  );
}

/**
 * Evaluates the conditions that tests use: a date, a resource name, joined by `||`.
 *
 * @throws on any other expression, so that no test relies on a condition the fake does not know
 */
function holds(expression: string, resource: string, at: number): boolean {
  return expression.split("||").some((part) => {
    const before = /^\s*request\.time\s*<\s*timestamp\("([^"]+)"\)\s*$/.exec(part);
    if (before) return at < Date.parse(before[1] ?? "");
    const name = /^\s*resource\.name\s*==\s*"([^"]*)"\s*$/.exec(part);
    if (name) return resource === name[1];
    const prefix = /^\s*resource\.name\.startsWith\("([^"]*)"\)\s*$/.exec(part);
    if (prefix) return resource.startsWith(prefix[1] ?? "");
    throw new Error(`The fake of Google does not know the condition ${expression}`);
  });
}
