import { projectResource } from "./access";
import { apiError } from "./errors";
import { predefinedRoles } from "./roles";
import { object, page, projectOf, requirePermission, route, text, type Call, type Route } from "./router";
import { now, type Json, type ProjectState, type RoleState } from "./state";

const iam = "iam.googleapis.com";
const day = 86_400_000;

/**
 * Custom roles: https://cloud.google.com/iam/docs/reference/rest/v1/projects.roles
 *
 * A deleted one can be undeleted for 7 days, and its id stays taken for 37:
 * https://cloud.google.com/iam/docs/creating-custom-roles#deleting-custom-role
 */
export const customRoleRoutes: Route[] = [
  route("GET", "/v1/roles/{role}", iam, (call) => {
    const name = `roles/${call.params["role"]}`;
    const permissions = predefinedRoles.get(name);
    if (!permissions) throw apiError(404, `The role named ${name} was not found.`);
    return { name, includedPermissions: [...permissions], stage: "GA", etag: "AA==" };
  }),
  route("GET", "/v1/projects/{project}/roles", iam, (call) => {
    const project = roleProject(call, "list");
    const deleted = call.query.get("showDeleted") === "true";
    const all = [...project.roles.values()].filter((role) => deleted || role.deletedAt === undefined);
    const { items, ...rest } = page(
      call,
      all.filter((role) => !isGone(call, role)),
    );
    return { roles: items.map((role) => resource(role, call.query.get("view") === "FULL")), ...rest };
  }),
  route("POST", "/v1/projects/{project}/roles", iam, create),
  route("GET", "/v1/projects/{project}/roles/{role}", iam, (call) =>
    resource(roleOf(call, roleProject(call, "get")), true),
  ),
  route("PATCH", "/v1/projects/{project}/roles/{role}", iam, (call) => {
    const role = roleOf(call, roleProject(call, "update"));
    if (role.deletedAt !== undefined)
      throw apiError(400, "You can't update a deleted role.", "FAILED_PRECONDITION");
    return resource(apply(role, call.body), true);
  }),
  route("DELETE", "/v1/projects/{project}/roles/{role}", iam, (call) => {
    const role = roleOf(call, roleProject(call, "delete"));
    role.deletedAt ??= now(call.state);
    return resource(role, true);
  }),
  route("POST", "/v1/projects/{project}/roles/{role}:undelete", iam, (call) => {
    const role = roleOf(call, roleProject(call, "undelete"));
    if (role.deletedAt !== undefined && now(call.state) - role.deletedAt > 7 * day) {
      throw apiError(400, "The role is past the time in which it can be undeleted.", "FAILED_PRECONDITION");
    }
    delete role.deletedAt;
    return resource(role, true);
  }),
];

function create(call: Call): Json {
  const project = roleProject(call, "create");
  const id = text(call.body, "roleId") ?? "";
  if (!/^[a-zA-Z0-9_.]{3,64}$/.test(id)) throw apiError(400, `The role ID ${id} is not valid.`);
  const existing = project.roles.get(id);
  if (existing && !isGone(call, existing)) {
    throw existing.deletedAt === undefined
      ? apiError(409, `A role named ${id} in projects/${project.id} already exists.`)
      : apiError(
          400,
          `You can't create a role with role_id (${id}) where there is an existing role with that role_id in a deleted state.`,
          "FAILED_PRECONDITION",
        );
  }
  if (project.roles.size >= 300) throw apiError(429, "Maximum number of roles reached.");
  const name = `projects/${project.id}/roles/${id}`;
  const made: RoleState = {
    name,
    title: "",
    description: "",
    stage: "ALPHA",
    includedPermissions: [],
    version: 0,
  };
  apply(made, object(call.body, "role"));
  project.roles.set(id, made);
  return resource(made, true);
}

function apply(role: RoleState, wanted: Json): RoleState {
  const permissions = wanted["includedPermissions"];
  if (Array.isArray(permissions)) {
    const wrong = permissions.find((one) => typeof one !== "string" || one.includes("*"));
    if (wrong !== undefined) throw apiError(400, `Permission ${String(wrong)} is not valid.`);
    role.includedPermissions = [...new Set(permissions as string[])].sort();
  }
  role.title = text(wanted, "title") ?? role.title;
  role.description = text(wanted, "description") ?? role.description;
  role.stage = text(wanted, "stage") ?? role.stage;
  role.version++;
  return role;
}

function roleProject(call: Call, verb: string): ProjectState {
  const project = projectOf(call, iam);
  const what = `projects/${project.id}`;
  requirePermission(call, `iam.roles.${verb}`, projectResource(call.state, project.id), what);
  return project;
}

function isGone(call: Call, role: RoleState): boolean {
  return role.deletedAt !== undefined && now(call.state) - role.deletedAt > 37 * day;
}

function roleOf(call: Call, project: ProjectState): RoleState {
  const role = project.roles.get(call.params["role"] ?? "");
  if (!role || isGone(call, role)) {
    throw apiError(404, `The role named projects/${project.id}/roles/${call.params["role"]} was not found.`);
  }
  return role;
}

function resource(role: RoleState, full: boolean): Json {
  return {
    name: role.name,
    title: role.title,
    description: role.description,
    stage: role.stage,
    etag: Buffer.from(`role${role.version}`).toString("base64"),
    ...(full && { includedPermissions: role.includedPermissions }),
    ...(role.deletedAt !== undefined && { deleted: true }),
  };
}
