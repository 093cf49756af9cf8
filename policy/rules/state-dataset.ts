import type { SegmentAccount } from "../access/account";
import type { AccountAccess, Assessment } from "../access/assessment";
import { misspelledStateDatasetIds, stateDatasetId } from "../facts/roles";
import { scopeText, where } from "../iam/scope";
import { knownText } from "../stack/references";
import type { Resource } from "../stack/resource";
import { printable } from "../stack/text";
import {
  datasetOf,
  type DatasetScope,
  locationOf,
  same,
  segmentLocation,
  stackDatasets,
} from "./hygiene/datasets";
import type { FindingText, Rule } from "./rule";
import { capital, naming } from "./text";

export const stateDataset: Rule = {
  id: "state-dataset",
  title: "The state of Segment's syncs is safe",
  description:
    "Notes a state dataset whose tables expire, that is in another location than Segment's, that is deleted with its tables, or that is misspelled.",
  level: "advisory",
  severity: "medium",
  tags: ["bigquery", "availability"],
  remediation: "Remove expirations, keep the dataset in Segment's location, and protect it.",
  url: "https://segment.com/docs/connections/reverse-etl/reverse-etl-source-setup-guides/bigquery-setup/",
  find: (assessment) => {
    const names = naming(assessment);
    return stateProblems(assessment).map((problem) => ({
      urn: problem.urn,
      account: problem.segment.identity,
      scope: scopeText(problem.dataset),
      text: () => stateText(problem, names.who(problem.segment)),
    }));
  },
};

function stateText(problem: StateProblem, who: string): FindingText {
  const dataset = where(problem.dataset);
  const what = `${capital(dataset)}, in which ${who} keeps the state of its syncs,`;
  switch (problem.kind) {
    case "expiration":
      return {
        what: `${what} lets its tables expire (${problem.property}).`,
        why: "Segment then loses what it has synced and starts again.",
        fix: `remove ${problem.property}`,
      };
    case "location":
      return {
        what: `${what} is in ${printable(problem.found)}, and Segment's Data Location is ${printable(problem.wanted)}.`,
        why: "A query runs in one location.",
        fix: `create the dataset in ${printable(problem.wanted)}, or change the Data Location`,
      };
    case "unprotected":
      return {
        what: `${what} is deleted with all its tables when it leaves the stack (deleteContentsOnDestroy).`,
        why: "Segment then loses what it has synced and starts again.",
        fix: "set deleteContentsOnDestroy to false, or protect the dataset",
      };
    case "misspelled":
      return {
        what: `${capital(dataset)} has the id that Segment's pages misspell.`,
        why: `${who} keeps the state of its syncs in ${stateDatasetId}, with two underscores.`,
        fix: `use ${stateDatasetId}`,
      };
  }
}

/** What endangers the state of Segment's syncs. */
export type StateProblem = {
  readonly segment: SegmentAccount;
  readonly dataset: DatasetScope;
  readonly urn?: string;
} & (
  | { readonly kind: "expiration"; readonly property: string }
  | { readonly kind: "location"; readonly found: string; readonly wanted: string }
  | { readonly kind: "unprotected" }
  | { readonly kind: "misspelled" }
);

export function stateProblems(assessment: Assessment): StateProblem[] {
  return assessment.accounts.flatMap((access) => [
    ...ofDataset(assessment, access),
    ...misspelled(assessment, access),
  ]);
}

function ofDataset({ stack, config }: Assessment, access: AccountAccess): StateProblem[] {
  const { segment } = access;
  const { declared } = segment;
  const dataset = datasetOf(declared.stateDataset);
  const made = stackDatasets(stack).find(({ scope }) => same(scope, dataset));
  if (!made) return [];
  const { resource } = made;
  const about = { segment, dataset, urn: resource.urn };
  const problems: StateProblem[] = ["defaultTableExpirationMs", "defaultPartitionExpirationMs"]
    .filter((property) => expires(resource, property))
    .map((property) => ({ ...about, kind: "expiration", property }));
  const found = locationOf(resource);
  const wanted = segmentLocation(config.location, access);
  if (found !== undefined && wanted !== undefined && found.toLowerCase() !== wanted.toLowerCase())
    problems.push({ ...about, kind: "location", found, wanted });
  if (isUnprotected(resource)) problems.push({ ...about, kind: "unprotected" });
  return problems;
}

function expires({ props }: Resource, property: string): boolean {
  return Number(knownText(props, property)) > 0;
}

/** Google itself refuses to delete a dataset with tables in it unless told to delete them too. */
function isUnprotected({ props, protect }: Resource): boolean {
  const kept = ["PREVENT", "ABANDON"].some((policy) => props["deletionPolicy"] === policy);
  return props["deleteContentsOnDestroy"] === true && protect !== true && !kept;
}

/** Datasets, declared, made or granted on, whose id Segment's pages misspell: Segment never looks there. */
function misspelled({ stack }: Assessment, { segment, effectiveGrants }: AccountAccess): StateProblem[] {
  const { declared, account } = segment;
  const found = new Map<string, StateProblem>();
  const note = (scope: DatasetScope, urn: string | undefined) => {
    const { project } = declared.stateDataset;
    if (!misspelledStateDatasetIds.includes(scope.dataset) || scope.project !== project) return;
    if (!found.has(scope.dataset))
      found.set(scope.dataset, { segment, dataset: scope, urn, kind: "misspelled" });
  };
  for (const { resource, scope } of stackDatasets(stack)) note(scope, resource.urn);
  for (const { grant } of effectiveGrants) if (grant.scope.kind === "dataset") note(grant.scope, grant.urn);
  note(datasetOf(declared.stateDataset), account?.urn);
  return [...found.values()];
}
