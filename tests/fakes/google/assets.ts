import { containerResource, datasetResource } from "./access";
import { page, requirePermission, route, type Call, type Route } from "./router";
import type { Binding, GoogleState, Json, ProjectState } from "./state";

const service = "cloudasset.googleapis.com";

/** Cloud Asset Inventory: https://cloud.google.com/asset-inventory/docs/reference/rest/v1/TopLevel/searchAllIamPolicies */
export const assetRoutes: Route[] = ["organizations", "folders"].map((kind) =>
  route("GET", `/v1/${kind}/{container}:searchAllIamPolicies`, service, (call) =>
    search(call, `${kind}/${call.params["container"]}`),
  ),
);

/** Policies whose bindings hold one of the words of the query, with those bindings alone, as Google answers. */
function search(call: Call, container: string): Json {
  const { state } = call;
  requirePermission(
    call,
    "cloudasset.assets.searchAllIamPolicies",
    containerResource(state, container),
    container,
  );
  const words = [...(call.query.get("query") ?? "").matchAll(/"([^"]+)"/g)].map(([, word = ""]) =>
    word.toLowerCase(),
  );
  const found = policies(state, container).flatMap(({ resource, assetType, bindings }) => {
    const matching = bindings.filter(({ members }) =>
      members.some((member) => words.some((word) => member.toLowerCase().includes(word))),
    );
    return matching.length === 0 ? [] : [{ resource, assetType, policy: { bindings: matching } }];
  });
  const { items, ...rest } = page(call, found);
  return { ...(items.length > 0 && { results: items }), ...rest };
}

interface Listed {
  resource: string;
  assetType: string;
  bindings: Binding[];
}

function policies(state: GoogleState, top: string): Listed[] {
  const below = (name: string | undefined): boolean =>
    name !== undefined && (name === top || below(state.containers.get(name)?.parent));
  return [
    ...[...state.containers]
      .filter(([name]) => below(name))
      .map(([name, { policy }]) => ({
        resource: `//cloudresourcemanager.googleapis.com/${name}`,
        assetType: `cloudresourcemanager.googleapis.com/${name.startsWith("folders") ? "Folder" : "Organization"}`,
        bindings: policy.bindings,
      })),
    ...[...state.projects.values()]
      .filter(({ parent }) => below(parent))
      .flatMap((project) => inProject(state, project)),
  ];
}

function inProject(state: GoogleState, project: ProjectState): Listed[] {
  const own: Listed[] = [
    {
      resource: `//cloudresourcemanager.googleapis.com/projects/${project.number}`,
      assetType: "cloudresourcemanager.googleapis.com/Project",
      bindings: project.policy.bindings,
    },
  ];
  for (const account of project.accounts.values()) {
    own.push({
      resource: `//iam.googleapis.com/projects/${project.id}/serviceAccounts/${account.email}`,
      assetType: "iam.googleapis.com/ServiceAccount",
      bindings: account.policy.bindings,
    });
  }
  for (const dataset of project.datasets.values()) {
    const resource = `//bigquery.googleapis.com/projects/${project.id}/datasets/${dataset.id}`;
    own.push({
      resource,
      assetType: "bigquery.googleapis.com/Dataset",
      bindings: datasetResource(state, dataset).policy.bindings,
    });
    for (const [id, table] of dataset.tables)
      own.push({
        resource: `${resource}/tables/${id}`,
        assetType: "bigquery.googleapis.com/Table",
        bindings: table.policy.bindings,
      });
  }
  return own;
}
