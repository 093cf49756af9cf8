import type * as pulumi from "@pulumi/pulumi";
import type { DestinationMode, ModelOperation, StateDatasetMode } from "./enums";

/** A project, a dataset (`dataset` given) or a table (`dataset` and `table` given) that Segment may read. */
export interface Source {
  /**
   * Id of the project that holds it.
   *
   * @default - the component's project
   */
  project?: pulumi.Input<string>;

  /**
   * Id of the dataset.
   *
   * @default - the whole project
   */
  dataset?: pulumi.Input<string>;

  /**
   * Id of a table or view in the dataset.
   *
   * @default - the whole dataset
   */
  table?: pulumi.Input<string>;

  /**
   * What the children are called by. Required where `project`, `dataset` or `table` is another resource's output: the
   * grant then has a custom role of its own. It has no effect where all of them are plain.
   *
   * @default - children are named after the ids
   */
  name?: string;
}

/** A dataset with BigQuery ML models, and what is done with them. */
export interface Models {
  /**
   * Id of the project that holds the dataset.
   *
   * @default - the component's project
   */
  project?: pulumi.Input<string>;

  /**
   * Id of the dataset. Single models cannot be granted.
   */
  dataset: pulumi.Input<string>;

  /**
   * What Segment's queries do with the models, at least one operation.
   */
  operations: ModelOperation[];

  /**
   * What the children are called by. Required where `project` or `dataset` is another resource's output; without effect
   * where both are plain.
   *
   * @default - children are named after the ids
   */
  name?: string;
}

/**
 * A dataset that Segment writes.
 *
 * Without an expiration of tables or partitions, by which history would be lost.
 */
export interface Destination {
  /**
   * Id of the dataset in the component's project. Plain where this component creates the dataset.
   */
  dataset: pulumi.Input<string>;

  /**
   * Who creates it.
   *
   * @default DestinationMode.Created
   */
  mode?: DestinationMode;

  /**
   * Cloud KMS key for its tables, `projects/…/locations/…/keyRings/…/cryptoKeys/…`. BigQuery's own service account
   * needs `roles/cloudkms.cryptoKeyEncrypterDecrypter` on it.
   *
   * @default - a key of Google's
   */
  kmsKeyName?: pulumi.Input<string>;

  /**
   * Labels of the dataset.
   *
   * @default - none
   */
  labels?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;

  /**
   * Whether an update is refused that would delete or replace it. Even without protection, a dataset that leaves the
   * stack stays at Google.
   *
   * @default true
   */
  protect?: boolean;

  /**
   * What the children are called by. Required where `dataset` is another resource's output; without effect where it is
   * plain.
   *
   * @default - children are named after the id
   */
  name?: string;
}

/** A connection of BigQuery to something outside it, such as Vertex AI, that remote models use. */
export interface Connection {
  /**
   * Id of the project that holds it.
   *
   * @default - the component's project
   */
  project?: pulumi.Input<string>;

  /**
   * Location of the connection.
   *
   * @default - the component's location
   */
  location?: pulumi.Input<string>;

  /**
   * Id of the connection.
   */
  connection: pulumi.Input<string>;

  /**
   * What the children are called by. Required where `project`, `location` or `connection` is another resource's output;
   * without effect where all are plain.
   *
   * @default - children are named after the ids
   */
  name?: string;
}

/** A bucket in Cloud Storage to which models are exported. */
export interface ExportBucket {
  /**
   * Id of the project that holds it.
   *
   * @default - the component's project
   */
  project?: pulumi.Input<string>;

  /**
   * Name of the bucket.
   */
  bucket: pulumi.Input<string>;

  /**
   * What the children are called by. Required where `project` or `bucket` is another resource's output; without effect
   * where both are plain.
   *
   * @default - children are named after the ids
   */
  name?: string;
}

/**
 * The dataset in which Segment keeps the state of its syncs: `records_…` and `checkpoints_…` tables.
 *
 * It has one name in a project: where two connections share a project, one creates it and the other takes it as
 * existing.
 */
export interface StateDataset {
  /**
   * Who creates it.
   *
   * @default StateDatasetMode.Created
   */
  mode?: StateDatasetMode;

  /**
   * Id of the dataset in the component's project.
   *
   * @default "__segment_reverse_etl"
   */
  datasetId?: pulumi.Input<string>;

  /**
   * Cloud KMS key for its tables, `projects/…/locations/…/keyRings/…/cryptoKeys/…`. BigQuery's own service account
   * needs `roles/cloudkms.cryptoKeyEncrypterDecrypter` on it.
   *
   * @default - a key of Google's
   */
  kmsKeyName?: pulumi.Input<string>;

  /**
   * Labels of the dataset.
   *
   * @default - none
   */
  labels?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;

  /**
   * Whether an update is refused that would delete or replace it. Syncs that lose their state send everything again.
   * Even without protection, a dataset that leaves the stack stays at Google.
   *
   * @default true
   */
  protect?: boolean;
}
