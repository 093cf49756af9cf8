import { defaults } from "../args/defaults";
import { Dataset } from "@pulumi/gcp/bigquery/dataset";
import type * as pulumi from "@pulumi/pulumi";
import type { SegmentBigQueryArgs } from "../args/args";
import { childNames } from "../plan/parts";
import type { Children } from "./children";

/**
 * The dataset for the state of Segment's syncs.
 *
 * Without an expiration of tables or partitions, for Segment never writes a state table again that it has; without an
 * access list, which would fight with the grants.
 */
export function makeStateDataset(
  children: Children,
  { project, location, stateDataset = {} }: SegmentBigQueryArgs,
  datasetId: pulumi.Input<string>,
  dependsOn: pulumi.Resource[],
): Dataset {
  const { kmsKeyName, labels, protect = defaults.stateDataset.protect } = stateDataset;
  return new Dataset(
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
    // Left undefined, not false: then a component that is protected protects it too.
    children.options(childNames.stateDataset, { dependsOn, protect: protect ? true : undefined }),
  );
}
