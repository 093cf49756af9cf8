import { Dataset } from "@pulumi/gcp/bigquery/dataset";
import type * as pulumi from "@pulumi/pulumi";
import type { SegmentBigQueryArgs } from "../args/args";
import { defaults } from "../args/defaults";
import { childNames } from "../plan/childNames";
import type { Children } from "./children";
import type { Fixed } from "./fixed";

/** The state dataset, and what the arguments cannot change of it. */
export interface MadeStateDataset {
  readonly resource: Dataset;
  readonly fixed: readonly Fixed[];
}

/**
 * The dataset for the state of Segment's syncs.
 *
 * Without an expiration of tables or partitions, because Segment never writes a state table again that it has; without
 * an access list, which would fight with the grants. When it leaves the stack it stays at Google: BigQuery refuses to
 * delete a dataset that has tables, and the stack would be stuck.
 */
export function makeStateDataset(
  children: Children,
  {
    project,
    location,
    stateDataset = {},
  }: Pick<SegmentBigQueryArgs, "project" | "location" | "stateDataset">,
  datasetId: pulumi.Input<string>,
  dependsOn: pulumi.Resource[],
): MadeStateDataset {
  const { kmsKeyName, labels, protect = defaults.stateDataset.protect } = stateDataset;
  const resource = new Dataset(
    children.nameOf(childNames.stateDataset),
    {
      project,
      datasetId,
      location,
      description:
        "State of Twilio Segment's syncs: tables must not be changed or deleted. Managed by Pulumi.",
      labels,
      defaultEncryptionConfiguration: kmsKeyName === undefined ? undefined : { kmsKeyName },
      deleteContentsOnDestroy: false,
    },
    children.options(childNames.stateDataset, {
      importId: (inputs) => `projects/${inputs.project}/datasets/${inputs.datasetId}`,
      dependsOn,
      // Left undefined, not false: then a component that is protected protects it too.
      protect: protect ? true : undefined,
      retainOnDelete: true,
      ignoreChanges: protect ? ["project", "datasetId", "location"] : ["project"],
    }),
  );
  const holder = "the state dataset";
  const wayOn =
    "the dataset would be replaced by an empty one, and syncs that lose their state send everything again. Set it back, or set stateDataset.protect to false in an update before: the dataset then stays at Google, out of the stack";
  const kept: readonly Fixed[] = [
    { property: "stateDataset.datasetId", holder, actual: resource.datasetId, wanted: datasetId, wayOn },
    {
      property: "location",
      holder,
      actual: resource.location,
      wanted: location,
      same: (one, other) => String(one).toLowerCase() === String(other).toLowerCase(),
      wayOn,
    },
  ];
  return { resource, fixed: protect ? kept : [] };
}
