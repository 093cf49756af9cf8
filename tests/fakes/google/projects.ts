import { allowed, containerResource, projectResource } from "./access";
import { apiError } from "./errors";
import { replacePolicy, shown, testPermissions, versionInBody } from "./policies";
import { allServices, page, projectOf, requirePermission, route, type Call, type Route } from "./router";
import type { Json, ProjectState } from "./state";

const manager = "cloudresourcemanager.googleapis.com";
const usage = "serviceusage.googleapis.com";

/**
 * Resource Manager (https://cloud.google.com/resource-manager/reference/rest) and
 * Service Usage (https://cloud.google.com/service-usage/docs/reference/rest/v1/services).
 */
export const projectRoutes: Route[] = [
  route("GET", "/v1/projects/{project}", manager, (call) => v1(readProject(call))),
  route("GET", "/v3/projects/{project}", manager, (call) => v3(readProject(call))),
  ...["v1", "v3"].flatMap((version) => [
    route("POST", `/${version}/projects/{project}:getIamPolicy`, manager, (call) => {
      const project = authorized(call, "resourcemanager.projects.getIamPolicy");
      return shown(project.policy, versionInBody(call));
    }),
    route("POST", `/${version}/projects/{project}:setIamPolicy`, manager, (call) => {
      const project = authorized(call, "resourcemanager.projects.setIamPolicy");
      return replacePolicy(call, project.policy);
    }),
    route("POST", `/${version}/projects/{project}:testIamPermissions`, manager, (call) => {
      const project = projectOf(call, manager);
      return testPermissions(call, projectResource(call.state, project.id));
    }),
  ]),
  route("POST", "/v1/projects/{project}:getAncestry", manager, (call) => ({ ancestor: ancestry(call) })),
  ...["folders", "organizations"].flatMap((kind) => [
    route("POST", `/v3/${kind}/{container}:getIamPolicy`, manager, (call) => {
      const name = `${kind}/${call.params["container"]}`;
      const container = call.state.containers.get(name);
      const permission = `resourcemanager.${kind}.getIamPolicy`;
      requirePermission(call, permission, containerResource(call.state, name), name);
      if (!container) throw apiError(403, "The caller does not have permission");
      return shown(container.policy, versionInBody(call));
    }),
  ]),
  route("GET", "/v1/projects/{project}/services/{service}", usage, (call) => {
    const project = projectOf(call, usage);
    need(call, project, "serviceusage.services.get");
    return service(project, call.params["service"] ?? "");
  }),
  route("GET", "/v1/projects/{project}/services", usage, (call) => {
    const project = projectOf(call, usage);
    need(call, project, "serviceusage.services.list");
    const filter = call.query.get("filter");
    const all = [...new Set([...allServices, ...project.services])].map((name) => service(project, name));
    const { items, ...rest } = page(
      call,
      all.filter((one) => !filter || filter === `state:${String(one["state"])}`),
    );
    return { services: items, ...rest };
  }),
  route("POST", "/v1/projects/{project}/services/{service}:enable", usage, (call) => {
    const project = projectOf(call, usage);
    need(call, project, "serviceusage.services.enable");
    project.services.add(call.params["service"] ?? "");
    return {
      name: "operations/noop.DONE_OPERATION",
      done: true,
      response: service(project, call.params["service"] ?? ""),
    };
  }),
  route("POST", "/v1/projects/{project}/services:batchEnable", usage, (call) => {
    const project = projectOf(call, usage);
    need(call, project, "serviceusage.services.enable");
    for (const name of (call.body["serviceIds"] ?? []) as string[]) project.services.add(name);
    return { name: "operations/noop.DONE_OPERATION", done: true, response: {} };
  }),
];

function authorized(call: Call, permission: string): ProjectState {
  const project = projectOf(call, manager);
  // Resource Manager does not say which permission is missing.
  if (!allowed(call.state, call.caller, permission, projectResource(call.state, project.id))) {
    throw apiError(403, "The caller does not have permission");
  }
  return project;
}

function readProject(call: Call): ProjectState {
  return authorized(call, "resourcemanager.projects.get");
}

function need(call: Call, project: ProjectState, permission: string): void {
  requirePermission(call, permission, projectResource(call.state, project.id), `projects/${project.id}`);
}

function v1(project: ProjectState): Json {
  const [type, id] = (project.parent ?? "").split("/");
  return {
    projectNumber: project.number,
    projectId: project.id,
    lifecycleState: "ACTIVE",
    name: project.displayName,
    ...(id && { parent: { type: type?.replace(/s$/, ""), id } }),
  };
}

function v3(project: ProjectState): Json {
  return {
    name: `projects/${project.number}`,
    projectId: project.id,
    state: "ACTIVE",
    displayName: project.displayName,
    ...(project.parent && { parent: project.parent }),
  };
}

function ancestry(call: Call): Json[] {
  const project = readProject(call);
  const chain: Json[] = [{ resourceId: { type: "project", id: project.id } }];
  for (let name = project.parent; name !== undefined; name = call.state.containers.get(name)?.parent) {
    const [type = "", id = ""] = name.split("/");
    chain.push({ resourceId: { type: type.replace(/s$/, ""), id } });
  }
  return chain;
}

function service(project: ProjectState, name: string): Json {
  return {
    name: `projects/${project.number}/services/${name}`,
    config: { name },
    state: project.services.has(name) ? "ENABLED" : "DISABLED",
    parent: `projects/${project.number}`,
  };
}
