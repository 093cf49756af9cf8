import { projectResource, type Resource } from "./access";
import { apiError } from "./errors";
import { replacePolicy, shown, testPermissions, versionInQuery } from "./policies";
import { object, page, projectOf, requirePermission, route, text, type Call, type Route } from "./router";
import {
  now,
  timestamp,
  type GoogleState,
  type Json,
  type ProjectState,
  type SecretState,
  type SecretVersionState,
} from "./state";

const service = "secretmanager.googleapis.com";
const secrets = "/v1/projects/{project}/secrets";
const one = `${secrets}/{secret}`;
const version = `${one}/versions/{version}`;

/** Secret Manager: https://cloud.google.com/secret-manager/docs/reference/rest */
export const secretRoutes: Route[] = [
  route("GET", secrets, service, (call) => {
    const project = projectOf(call, service);
    requirePermission(
      call,
      "secretmanager.secrets.list",
      projectResource(call.state, project.id),
      `projects/${project.id}`,
    );
    const { items, ...rest } = page(call, [...project.secrets.values()]);
    return { secrets: items.map(({ resource }) => resource), totalSize: project.secrets.size, ...rest };
  }),
  route("POST", secrets, service, create),
  route("GET", one, service, (call) => secretOf(call, "secretmanager.secrets.get").secret.resource),
  route("PATCH", one, service, (call) => {
    const { secret } = secretOf(call, "secretmanager.secrets.update");
    const fields = (call.query.get("updateMask") ?? "")
      .split(",")
      .filter(Boolean)
      .map((field) => field.split(".")[0] ?? "");
    for (const field of fields) secret.resource[field] = call.body[field];
    return secret.resource;
  }),
  route("DELETE", one, service, (call) => {
    const { project, secret } = secretOf(call, "secretmanager.secrets.delete");
    project.secrets.delete(secret.id);
    return {};
  }),
  route("POST", `${one}:addVersion`, service, (call) => {
    const { project, secret } = secretOf(call, "secretmanager.versions.add");
    const data = text(object(call.body, "payload"), "data") ?? "";
    if (Buffer.from(data, "base64").length > 65_536) {
      throw apiError(400, "Secret Payload cannot be greater than 65536 bytes");
    }
    return shownVersion(project, secret, addVersion(call.state, secret, data));
  }),
  route("GET", `${one}/versions`, service, (call) => {
    const { project, secret } = secretOf(call, "secretmanager.versions.list");
    const { items, ...rest } = page(call, [...secret.versions].reverse());
    return {
      versions: items.map((held) => shownVersion(project, secret, held)),
      totalSize: secret.versions.length,
      ...rest,
    };
  }),
  route("GET", version, service, (call) => {
    const { project, secret } = secretOf(call, "secretmanager.versions.get");
    return shownVersion(project, secret, versionOf(call, secret));
  }),
  route("GET", `${version}:access`, service, (call) => {
    const { project, secret } = secretOf(call, "secretmanager.versions.access");
    const held = versionOf(call, secret);
    const name = String(shownVersion(project, secret, held)["name"]);
    if (held.state !== "ENABLED") {
      throw apiError(400, `Secret Version [${name}] is in ${held.state} state.`, "FAILED_PRECONDITION");
    }
    return { name, payload: { data: held.data } };
  }),
  ...(["enable", "disable", "destroy"] as const).map((verb) =>
    route("POST", `${version}:${verb}`, service, (call) => {
      const { project, secret } = secretOf(call, `secretmanager.versions.${verb}`);
      const held = versionOf(call, secret);
      if (held.state === "DESTROYED") throw apiError(400, "The version is destroyed.", "FAILED_PRECONDITION");
      held.state = ({ enable: "ENABLED", disable: "DISABLED", destroy: "DESTROYED" } as const)[verb];
      if (verb === "destroy") held.data = "";
      return shownVersion(project, secret, held);
    }),
  ),
  route("GET", `${one}:getIamPolicy`, service, (call) =>
    shown(secretOf(call, "secretmanager.secrets.getIamPolicy").secret.policy, versionInQuery(call)),
  ),
  route("POST", `${one}:setIamPolicy`, service, (call) =>
    replacePolicy(call, secretOf(call, "secretmanager.secrets.setIamPolicy").secret.policy),
  ),
  route("POST", `${one}:testIamPermissions`, service, (call) => {
    const project = projectOf(call, service);
    const secret = project.secrets.get(call.params["secret"] ?? "");
    return testPermissions(call, secret && secretResource(call.state, project, secret));
  }),
];

/** A secret without versions, put into its project. */
export function addSecret(state: GoogleState, project: ProjectState, id: string, wanted: Json): SecretState {
  const secret: SecretState = {
    id,
    resource: {
      replication: { automatic: {} },
      ...wanted,
      name: `projects/${project.number}/secrets/${id}`,
      createTime: timestamp(now(state)),
      etag: '"fake"',
    },
    policy: { bindings: [], version: 0 },
    versions: [],
  };
  project.secrets.set(id, secret);
  return secret;
}

/** The next version of a secret; the data is base64. */
export function addVersion(state: GoogleState, secret: SecretState, data: string): SecretVersionState {
  const made: SecretVersionState = {
    number: secret.versions.length + 1,
    state: "ENABLED",
    data,
    createTime: now(state),
  };
  secret.versions.push(made);
  return made;
}

function create(call: Call): Json {
  const project = projectOf(call, service);
  requirePermission(
    call,
    "secretmanager.secrets.create",
    projectResource(call.state, project.id),
    `projects/${project.id}`,
  );
  const id = call.query.get("secretId") ?? "";
  if (!/^[a-zA-Z0-9_-]{1,255}$/.test(id)) throw apiError(400, `The secret ID "${id}" is not valid.`);
  if (project.secrets.has(id))
    throw apiError(409, `Secret [projects/${project.number}/secrets/${id}] already exists.`);
  return addSecret(call.state, project, id, call.body).resource;
}

function secretResource(state: GoogleState, project: ProjectState, secret: SecretState): Resource {
  const parent = projectResource(state, project.id);
  return {
    name: `projects/${project.number}/secrets/${secret.id}`,
    policy: secret.policy,
    ...(parent && { parent }),
  };
}

function secretOf(call: Call, permission: string): { project: ProjectState; secret: SecretState } {
  const project = projectOf(call, service);
  const id = call.params["secret"] ?? "";
  const secret = project.secrets.get(id);
  const on = secret ? secretResource(call.state, project, secret) : projectResource(call.state, project.id);
  requirePermission(call, permission, on, `projects/${project.id}/secrets/${id}`);
  if (!secret) throw apiError(404, `Secret [projects/${project.number}/secrets/${id}] not found.`);
  return { project, secret };
}

function versionOf(call: Call, secret: SecretState): SecretVersionState {
  const wanted = call.params["version"] ?? "";
  const aliases = object(secret.resource, "versionAliases");
  const number = wanted === "latest" ? secret.versions.length : Number(aliases[wanted] ?? wanted);
  const held = secret.versions.find((one) => one.number === number);
  if (!held)
    throw apiError(404, `Secret Version [${String(secret.resource["name"])}/versions/${wanted}] not found.`);
  return held;
}

function shownVersion(project: ProjectState, secret: SecretState, held: SecretVersionState): Json {
  return {
    name: `projects/${project.number}/secrets/${secret.id}/versions/${held.number}`,
    createTime: timestamp(held.createTime),
    state: held.state,
    replicationStatus: { automatic: {} },
    etag: '"fake"',
  };
}
