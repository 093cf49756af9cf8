import { Dataset } from "@pulumi/gcp/bigquery/dataset";
import type * as pulumi from "@pulumi/pulumi";
import { defaults } from "../args/defaults";
import type { PlannedDataset } from "../plan/planFor";
import type { Children } from "./children";
import type { Fixed } from "./fixed";

/** A dataset as made, and what the arguments cannot change of it. */
export interface MadeDataset {
  readonly planned: PlannedDataset;
  readonly resource: Dataset;
  readonly fixed: readonly Fixed[];
}

/**
 * A dataset that Segment writes: its state, or a destination.
 *
 * Without an expiration of tables or partitions, because Segment never writes again what it has written; without an
 * access list, which would fight with the grants. When it leaves the stack it stays at Google: BigQuery refuses to
 * delete a dataset that has tables, and the stack would be stuck.
 */
export function makeDataset(
  children: Children,
  planned: PlannedDataset,
  { project, location }: Readonly<Record<"project" | "location", pulumi.Input<string>>>,
  dependsOn: pulumi.Resource[],
): MadeDataset {
  const { childName, place, settings, description } = planned;
  const { kmsKeyName, labels, protect = defaults.stateDataset.protect } = settings;
  const resource = new Dataset(
    children.nameOf(childName),
    {
      project,
      datasetId: place.dataset,
      location,
      description,
      labels,
      defaultEncryptionConfiguration: kmsKeyName === undefined ? undefined : { kmsKeyName },
      deleteContentsOnDestroy: false,
    },
    children.options(childName, {
      importId: (inputs) => `projects/${inputs.project}/datasets/${inputs.datasetId}`,
      dependsOn,
      // Left undefined, not false: then a component that is protected protects it too.
      protect: protect ? true : undefined,
      retainOnDelete: true,
      ignoreChanges: protect ? ["project", "datasetId", "location"] : ["project"],
    }),
  );
  return { planned, resource, fixed: protect ? fixedOf(planned, resource, location) : [] };
}

function fixedOf(
  { place, holder, loss, protectedBy }: PlannedDataset,
  made: Dataset,
  location: pulumi.Input<string>,
): Fixed[] {
  const wayOn = `the dataset would be replaced by an empty one, and ${loss}. Set it back, or set ${protectedBy} to false in an update before: the dataset then stays at Google, out of the stack`;
  return [
    {
      property: "stateDataset.datasetId",
      holder,
      actual: made.datasetId,
      wanted: place.dataset,
      wayOn,
    },
    {
      property: "location",
      holder,
      actual: made.location,
      wanted: location,
      same: (one, other) => String(one).toLowerCase() === String(other).toLowerCase(),
      wayOn,
    },
  ];
}
