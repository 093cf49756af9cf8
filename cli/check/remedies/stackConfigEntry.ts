import type { Scope } from "../../../policy/iam/scope";
import type { Purpose } from "./Setting";

/** The entries that make the stack grant it, as in Pulumi.<stack>.yaml; for one that is there already, `pulumi up`. */
export function stackConfigEntry(
  scope: Scope,
  purpose: Purpose,
  permissions: readonly string[],
  operation?: string,
): string[] {
  const name = Object.entries(scope)
    .filter(([part]) => part !== "kind")
    .map(([, value]) => String(value))
    .join(".");
  if (scope.kind === "project") return [...new Set(permissions.map((one) => entryOnProject(one, name)))];
  switch (purpose) {
    case "state":
      return [
        `segment-bigquery:stateDataset: { mode: existing, datasetId: ${name.slice(name.lastIndexOf(".") + 1)} }`,
      ];
    case "model":
      return [`segment-bigquery:models: [{ dataset: ${name}, operations: [${operation ?? "get"}] }]`];
    case "source":
    case "project":
      return [`segment-bigquery:sources: [${name}]`];
  }
}

function entryOnProject(permission: string, project: string): string {
  if (permission.startsWith("bigquery.readsessions.")) return "segment-bigquery:readApi: STORAGE";
  if (permission === "bigquery.datasets.create")
    return "segment-bigquery:stateDataset: { mode: madeBySegment }";
  return permission.startsWith("bigquery.jobs.")
    ? `segment-bigquery:project: ${project}`
    : `segment-bigquery:sources: [${project}]`;
}
