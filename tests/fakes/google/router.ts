import { allowed, type Resource } from "./access";
import { apiError, bigQueryError, perimeterViolated, serviceDisabled } from "./errors";
import type { GoogleState, Json, ProjectState } from "./state";

/** One request, taken apart. */
export interface Call {
  state: GoogleState;
  /** The member that the access token stands for; empty on the token endpoint. */
  caller: string;
  method: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: Json;
}

/** What a handler answers with; errors are thrown as `GoogleError`. */
export type Handler = (call: Call) => unknown;

/** An endpoint of one API. */
export interface Route {
  method: string;
  pattern: RegExp;
  /** The API, as Service Usage names it; the token endpoint has none. */
  service: string;
  handle: Handler;
}

/** An endpoint by a path such as `/v1/projects/{project}/roles/{role}:undelete`. */
export function route(method: string, path: string, service: string, handle: Handler): Route {
  const source = path.replace(/[.]/g, "\\.").replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>[^/:]+)`);
  return { method, pattern: new RegExp(`^${source}$`), service, handle };
}

/** What each API is called in an error. */
export const titles: Record<string, string> = {
  "bigquery.googleapis.com": "BigQuery API",
  "bigquerystorage.googleapis.com": "BigQuery Storage API",
  "cloudasset.googleapis.com": "Cloud Asset API",
  "cloudidentity.googleapis.com": "Cloud Identity API",
  "cloudresourcemanager.googleapis.com": "Cloud Resource Manager API",
  "iam.googleapis.com": "Identity and Access Management (IAM) API",
  "secretmanager.googleapis.com": "Secret Manager API",
  "serviceusage.googleapis.com": "Service Usage API",
};

/** The APIs that the fake stands for; a project has them all enabled unless a test says otherwise. */
export const allServices = Object.keys(titles);

/** The project that a path names by id or number, with the API enabled and no perimeter in the way. */
export function projectOf(call: Call, service: string, id = call.params["project"] ?? ""): ProjectState {
  const project =
    call.state.projects.get(id) ??
    [...call.state.projects.values()].find((candidate) => candidate.number === id);
  if (!project) throw noSuchProject(service, id);
  if (!project.services.has(service))
    throw serviceDisabled(service, titles[service] ?? service, project.number);
  if (project.perimeter.has(service))
    throw perimeterViolated(service, project.number, call.state.perimeterInWords);
  return project;
}

/** BigQuery says which project it does not know; the other APIs do not tell it from a forbidden one. */
function noSuchProject(service: string, id: string): Error {
  if (service === "bigquery.googleapis.com") return bigQueryError("notFound", `Not found: Project ${id}`);
  if (service === "serviceusage.googleapis.com" || service === "cloudresourcemanager.googleapis.com") {
    return apiError(403, "The caller does not have permission");
  }
  return apiError(403, `Permission denied on resource project ${id}.`);
}

/** Refuses a caller without a permission, in the words of IAM, Resource Manager and Secret Manager. */
export function requirePermission(
  call: Call,
  permission: string,
  on: Resource | undefined,
  what: string,
): void {
  if (allowed(call.state, call.caller, permission, on)) return;
  throw apiError(
    403,
    `Permission '${permission}' denied on resource '${what}' (or it may not exist).`,
    undefined,
    [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: "IAM_PERMISSION_DENIED",
        domain: "iam.googleapis.com",
        metadata: { permission, resource: what },
      },
    ],
  );
}

/** A part of a list, with the token of the next page. */
export function page<T>(
  call: Call,
  items: T[],
  sizeName = "pageSize",
): { items: T[]; nextPageToken?: string } {
  const start = Number(call.query.get("pageToken") ?? 0);
  const size = Number(call.query.get(sizeName) ?? 0) || items.length;
  const end = start + size;
  return { items: items.slice(start, end), ...(end < items.length && { nextPageToken: String(end) }) };
}

/** A text of the request's body. */
export function text(body: Json, key: string): string | undefined {
  const value = body[key];
  return typeof value === "string" ? value : undefined;
}

/** An object of the request's body; an empty one where there is none. */
export function object(body: Json, key: string): Json {
  const value = body[key];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
