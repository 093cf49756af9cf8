import { assess, type AccountAccess, type Assessment } from "../../../../policy/access/assessment";
import { packConfig } from "../../../../policy/access/config";
import { fromPolicyResource } from "../../../../policy/stack/fromPulumi";
import { toPlain } from "../../../../policy/stack/plain";
import { asPolicyResources, type TestResource, today } from "../../support";

/** A stack as the hygiene verdicts read it. */
export function assessmentOf(
  resources: readonly TestResource[],
  config: Readonly<Record<string, unknown>> = {},
): Assessment {
  return assess(asPolicyResources(resources).map(fromPolicyResource), packConfig(toPlain(config)), today);
}

/** The one account of Segment's in a stack. */
export function accountOf(
  resources: readonly TestResource[],
  config: Readonly<Record<string, unknown>> = {},
): AccountAccess {
  const [account, ...others] = assessmentOf(resources, config).accounts;
  if (!account || others.length > 0) throw new Error("The stack is to have one account of Segment's");
  return account;
}

/** A `DatasetAccess` on a dataset of project acme. */
export function datasetAccess(
  name: string,
  datasetId: string,
  props: Readonly<Record<string, unknown>>,
): TestResource {
  return {
    type: "gcp:bigquery/datasetAccess:DatasetAccess",
    name,
    props: { project: "acme", datasetId, ...props },
  };
}

/** A dataset of project acme. */
export function dataset(
  datasetId: string,
  props: Readonly<Record<string, unknown>> = {},
  more: Partial<TestResource> = {},
): TestResource {
  return {
    type: "gcp:bigquery/dataset:Dataset",
    name: datasetId,
    props: { project: "acme", datasetId, ...props },
    ...more,
  };
}

/** An entry that lets a view of project acme read. */
export const viewEntry = (datasetId: string, tableId = "users_v") => ({
  view: { projectId: "acme", datasetId, tableId },
});

/** What lets all views of a dataset of project acme read. */
export const datasetEntry = (datasetId: string) => ({
  dataset: { dataset: { projectId: "acme", datasetId }, targetTypes: ["VIEWS"] },
});

/** An entry that lets a routine of project acme read. */
export const routineEntry = (datasetId: string, routineId = "f") => ({
  routine: { projectId: "acme", datasetId, routineId },
});
