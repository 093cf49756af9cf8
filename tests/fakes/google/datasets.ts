import { isDeepStrictEqual } from "node:util";
import { allowed, datasetResource, projectResource, type Resource } from "./access";
import { bigQuery, bigQueryProject, checkMatch, datasetOf, requireOnProject } from "./bigQuery";
import { apiError, bigQueryError } from "./errors";
import { etag, withoutCondition } from "./policies";
import { legacyRoles } from "./roles";
import { object, page, route, text, type Call, type Route } from "./router";
import { now, type DatasetState, type GoogleState, type Json, type ProjectState } from "./state";

const datasets = "/bigquery/v2/projects/{project}/datasets";

/** Datasets: https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets */
export const datasetRoutes: Route[] = [
  route("GET", datasets, bigQuery, list),
  route("POST", datasets, bigQuery, create),
  route("GET", `${datasets}/{dataset}`, bigQuery, (call) => {
    const dataset = datasetOf(call, "bigquery.datasets.get");
    // The access list needs a permission of its own: https://cloud.google.com/bigquery/docs/dataset-access-control
    const whole = allowed(
      call.state,
      call.caller,
      "bigquery.datasets.getIamPolicy",
      datasetResource(call.state, dataset),
    );
    const { access, ...rest } = dataset.resource;
    if (!whole || call.query.get("datasetView") === "METADATA") return rest;
    return { ...rest, access: accessFor(call, access as Json[]) };
  }),
  route("PATCH", `${datasets}/{dataset}`, bigQuery, (call) => change(call, "merge")),
  route("PUT", `${datasets}/{dataset}`, bigQuery, (call) => change(call, "replace")),
  route("DELETE", `${datasets}/{dataset}`, bigQuery, (call) => {
    const dataset = datasetOf(call, "bigquery.datasets.delete");
    if (dataset.tables.size > 0 && call.query.get("deleteContents") !== "true") {
      throw bigQueryError("resourceInUse", `Dataset ${dataset.project}:${dataset.id} is still in use`);
    }
    call.state.projects.get(dataset.project)?.datasets.delete(dataset.id);
    return undefined;
  }),
];

/** Conditions are shown only to those who ask for version 3, as the reference of datasets.get says. */
function accessFor(call: Call, access: Json[]): Json[] {
  return Number(call.query.get("accessPolicyVersion") ?? 1) >= 3 ? access : access.map(withoutCondition);
}

/** Lists what the caller may see; hidden ones, with a leading underscore, only with all=true. */
function list(call: Call): Json {
  const project = bigQueryProject(call);
  const all = call.query.get("all") === "true";
  const visible = [...project.datasets.values()]
    .filter((one) => all || !one.id.startsWith("_"))
    .filter((one) =>
      allowed(call.state, call.caller, "bigquery.datasets.get", datasetResource(call.state, one)),
    );
  const { items, ...rest } = page(call, visible, "maxResults");
  return {
    kind: "bigquery#datasetList",
    ...(items.length > 0 && {
      datasets: items.map(({ resource }) => ({
        kind: "bigquery#dataset",
        id: resource["id"],
        datasetReference: resource["datasetReference"],
        location: resource["location"],
      })),
    }),
    ...rest,
  };
}

/** Who may see a new dataset: https://cloud.google.com/bigquery/docs/access-control-basic-roles#dataset-basic-roles */
export function defaultAccess(creator?: string): Json[] {
  const email = creator?.slice(creator.indexOf(":") + 1);
  return [
    { role: "WRITER", specialGroup: "projectWriters" },
    { role: "OWNER", specialGroup: "projectOwners" },
    ...(email ? [{ role: "OWNER", userByEmail: email }] : []),
    { role: "READER", specialGroup: "projectReaders" },
  ];
}

/** A dataset as the API shows it, put into its project. */
export function addDataset(
  state: GoogleState,
  project: ProjectState,
  id: string,
  wanted: Json,
  creator?: string,
): DatasetState {
  const time = String(now(state));
  const dataset: DatasetState = {
    project: project.id,
    id,
    resource: {},
    version: 0,
    tables: new Map(),
    models: new Map(),
  };
  dataset.resource = {
    kind: "bigquery#dataset",
    id: `${project.id}:${id}`,
    selfLink: `https://bigquery.googleapis.com/bigquery/v2/projects/${project.id}/datasets/${id}`,
    location: "US",
    ...wanted,
    datasetReference: { projectId: project.id, datasetId: id },
    access: shownAccess((wanted["access"] as Json[] | undefined) ?? defaultAccess(creator)),
    creationTime: time,
    type: "DEFAULT",
  };
  touch(state, dataset);
  project.datasets.set(id, dataset);
  return dataset;
}

function create(call: Call): Json {
  const project = bigQueryProject(call);
  requireOnProject(call, "bigquery.datasets.create", project);
  const id = text(object(call.body, "datasetReference"), "datasetId") ?? "";
  if (!/^[a-zA-Z0-9_]{1,1024}$/.test(id)) throw bigQueryError("invalid", `Invalid dataset ID "${id}".`);
  if (call.body["access"] !== undefined) {
    requireSetPolicy(call, project.id, projectResource(call.state, project.id), id);
  }
  if (project.datasets.has(id))
    throw bigQueryError("duplicate", `Already Exists: Dataset ${project.id}:${id}`);
  if (project.constraints.has("constraints/gcp.resourceLocations")) {
    throw apiError(
      412,
      `'${text(call.body, "location") ?? "US"}' violates constraint 'constraints/gcp.resourceLocations'`,
    );
  }
  return addDataset(call.state, project, id, call.body, call.caller).resource;
}

/** PATCH keeps what the body leaves out, PUT drops it; an absent access list stays in both. */
function change(call: Call, how: "merge" | "replace"): Json {
  const dataset = datasetOf(call, "bigquery.datasets.update");
  checkMatch(call, dataset.resource["etag"]);
  const { access: current, ...old } = dataset.resource;
  const fixed = ["kind", "id", "selfLink", "location", "datasetReference", "creationTime", "type"];
  const kept =
    how === "merge" ? old : Object.fromEntries(Object.entries(old).filter(([key]) => fixed.includes(key)));
  const { access: wanted, location, ...rest } = call.body;
  if (location !== undefined && location !== old["location"]) {
    throw bigQueryError("invalid", "The location of a dataset cannot be changed.");
  }
  if (wanted !== undefined && !isDeepStrictEqual(wanted, current)) {
    requireSetPolicy(call, dataset.project, datasetResource(call.state, dataset), dataset.id);
  }
  const merged = Object.entries({ ...kept, ...rest, datasetReference: old["datasetReference"] });
  dataset.resource = {
    ...Object.fromEntries(merged.filter(([, value]) => value !== null)),
    access: wanted === undefined ? current : shownAccess(wanted as Json[]),
  };
  touch(call.state, dataset);
  return dataset.resource;
}

/** Needed since March 2026: https://cloud.google.com/bigquery/docs/dataset-access-control */
function requireSetPolicy(call: Call, project: string, on: Resource | undefined, what: string): void {
  if (allowed(call.state, call.caller, "bigquery.datasets.setIamPolicy", on)) return;
  throw bigQueryError(
    "accessDenied",
    `Access Denied: Dataset ${project}:${what}: Permission bigquery.datasets.setIamPolicy denied on dataset ${project}:${what} (or it may not exist).`,
  );
}

const legacyNames = new Map(Object.entries(legacyRoles).map(([word, role]) => [role, word]));

/** Answers the three old words for the roles they stand for, whichever was sent. */
function shownAccess(access: Json[]): Json[] {
  const shown = access.map((entry) =>
    typeof entry["role"] === "string"
      ? { ...entry, role: legacyNames.get(entry["role"]) ?? entry["role"] }
      : entry,
  );
  if (!shown.some((entry) => "role" in entry && entry["role"] === "OWNER")) {
    throw bigQueryError("invalid", "A dataset must have at least one owner.");
  }
  return shown;
}

function touch(state: GoogleState, dataset: DatasetState): void {
  dataset.version++;
  dataset.resource["lastModifiedTime"] = String(now(state));
  dataset.resource["etag"] = etag(dataset.version);
}
