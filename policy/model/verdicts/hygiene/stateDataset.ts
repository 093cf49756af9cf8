import { misspeltStateDatasetIds } from "../../../knowledge/documentedRoles";
import type { Assessed, Assessment } from "../../assessment";
import { knownText } from "../../location";
import type { Resource } from "../../resource";
import { datasetOf, locationOf, same, segmentLocation, stackDatasets, type DatasetScope } from "./datasets";

/** What endangers the state of Segment's syncs. */
export type StateProblem = {
  readonly member: string;
  readonly dataset: DatasetScope;
  readonly urn?: string;
} & (
  | { readonly kind: "expiration"; readonly property: string }
  | { readonly kind: "location"; readonly found: string; readonly wanted: string }
  | { readonly kind: "unprotected" }
  | { readonly kind: "misspelt" }
);

export function stateProblems(assessment: Assessment): StateProblem[] {
  return assessment.accounts.flatMap((assessed) => [
    ...ofDataset(assessment, assessed),
    ...misspelt(assessment, assessed),
  ]);
}

function ofDataset({ stack, config }: Assessment, assessed: Assessed): StateProblem[] {
  const { declared, member } = assessed.subject;
  const dataset = datasetOf(declared.stateDataset);
  const made = stackDatasets(stack).find(({ scope }) => same(scope, dataset));
  if (!made) return [];
  const { resource } = made;
  const about = { member, dataset, urn: resource.urn };
  const problems: StateProblem[] = ["defaultTableExpirationMs", "defaultPartitionExpirationMs"]
    .filter((property) => expires(resource, property))
    .map((property) => ({ ...about, kind: "expiration", property }));
  const found = locationOf(resource);
  const wanted = segmentLocation(config.location, assessed);
  if (found !== undefined && wanted !== undefined && found.toLowerCase() !== wanted.toLowerCase())
    problems.push({ ...about, kind: "location", found, wanted });
  if (isUnprotected(resource)) problems.push({ ...about, kind: "unprotected" });
  return problems;
}

function expires({ props }: Resource, property: string): boolean {
  return Number(knownText(props, property)) > 0;
}

/** Google itself refuses to delete a dataset with tables in it, unless it is told to delete them too. */
function isUnprotected({ props, protect }: Resource): boolean {
  const kept = ["PREVENT", "ABANDON"].some((policy) => props["deletionPolicy"] === policy);
  return props["deleteContentsOnDestroy"] === true && protect !== true && !kept;
}

/** Datasets, declared, made or granted on, whose id Segment's pages misspell: Segment never looks there. */
function misspelt({ stack }: Assessment, { subject, holdings }: Assessed): StateProblem[] {
  const { declared, member, account } = subject;
  const found = new Map<string, StateProblem>();
  const note = (scope: DatasetScope, urn: string | undefined) => {
    const { project } = declared.stateDataset;
    if (!misspeltStateDatasetIds.includes(scope.dataset) || scope.project !== project) return;
    if (!found.has(scope.dataset))
      found.set(scope.dataset, { member, dataset: scope, urn, kind: "misspelt" });
  };
  for (const { resource, scope } of stackDatasets(stack)) note(scope, resource.urn);
  for (const { grant } of holdings) if (grant.scope.kind === "dataset") note(grant.scope, grant.urn);
  note(datasetOf(declared.stateDataset), account?.urn);
  return [...found.values()];
}
