import { bigQuery, bigQueryProject, datasetOf } from "./bigQuery";
import { bigQueryError } from "./errors";
import { page, route, type Call, type Route } from "./router";
import type { DatasetState, Json } from "./state";

const models = "/bigquery/v2/projects/{project}/datasets/{dataset}/models";

/** Models: https://cloud.google.com/bigquery/docs/reference/rest/v2/models */
export const modelRoutes: Route[] = [
  route("GET", models, bigQuery, (call) => {
    const dataset = datasetOf(call, "bigquery.models.list");
    const { items, ...rest } = page(call, [...dataset.models.values()], "maxResults");
    return { ...(items.length > 0 && { models: items }), ...rest };
  }),
  route("GET", `${models}/{model}`, bigQuery, (call) => modelOf(call, "bigquery.models.getMetadata").model),
  route("PATCH", `${models}/{model}`, bigQuery, (call) => {
    const { dataset, id, model } = modelOf(call, "bigquery.models.updateMetadata");
    const changed = { ...model, ...call.body };
    dataset.models.set(id, changed);
    return changed;
  }),
  route("DELETE", `${models}/{model}`, bigQuery, (call) => {
    const { dataset, id } = modelOf(call, "bigquery.models.delete");
    dataset.models.delete(id);
    return undefined;
  }),
];

/** A model as the API shows it, put into its dataset. */
export function addModel(dataset: DatasetState, id: string): void {
  dataset.models.set(id, {
    modelReference: { projectId: dataset.project, datasetId: dataset.id, modelId: id },
    modelType: "LOGISTIC_REGRESSION",
    location: dataset.resource["location"],
    etag: "bW9kZWw=",
  });
}

function modelOf(call: Call, permission: string): { dataset: DatasetState; id: string; model: Json } {
  bigQueryProject(call);
  const dataset = datasetOf(call, permission);
  const id = call.params["model"] ?? "";
  const model = dataset.models.get(id);
  if (!model) throw bigQueryError("notFound", `Not found: Model ${dataset.project}:${dataset.id}.${id}`);
  return { dataset, id, model };
}
