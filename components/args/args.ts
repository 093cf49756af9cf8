import type * as pulumi from "@pulumi/pulumi";
import type { ModelOperation, Profile, ReadApi, StateDatasetMode } from "./enums";
import type { Key } from "./key";

/**
 * What to provision for one Segment connection to BigQuery.
 *
 * What decides which resources exist (profile, modes, which sources there are) is plain; names and places may come
 * from other resources.
 */
export interface SegmentBigQueryArgs {
  /**
   * Id of the Google Cloud project in which Segment runs its queries and keeps its state, such as `acme-analytics`. It
   * cannot be changed later.
   */
  project: pulumi.Input<string>;

  /**
   * BigQuery location of the data, entered in Segment as "Data Location": `US`, `EU` or a region such as
   * `europe-west3`. A query runs in one location, so sources and state have to be there.
   *
   * https://cloud.google.com/bigquery/docs/locations
   */
  location: pulumi.Input<string>;

  /**
   * Id of the service account, 6 to 30 characters: lower-case letters, digits and hyphens, beginning with a letter. It
   * cannot be changed later, because every key would be deleted with the account.
   *
   * @default "segment-bigquery"
   */
  accountId?: pulumi.Input<string>;

  /**
   * Whether the account id ends in a hyphen and six random hexadecimal digits, so that an account deleted earlier does
   * not block its id. This leaves 23 characters for `accountId`, and cannot be changed later.
   *
   * @default false
   */
  randomAccountId?: boolean;

  /**
   * Name of the service account in the console.
   *
   * @default "Segment BigQuery"
   */
  displayName?: pulumi.Input<string>;

  /**
   * Description of the service account, at most 256 bytes.
   *
   * @default "Reads BigQuery for Twilio Segment. Managed by Pulumi."
   */
  description?: pulumi.Input<string>;

  /**
   * Whether the service account is disabled: this shuts Segment out at once, and `false` lets it in again. Nothing is
   * deleted. Google ignores it when the account is created.
   *
   * @default false
   */
  disabled?: pulumi.Input<boolean>;

  /**
   * How wide the grants are. A change creates the new grants before it deletes the old ones.
   *
   * @default Profile.Documented
   */
  profile?: Profile;

  /**
   * Projects, datasets and tables that Segment may read.
   *
   * Granted one by one: a project-wide viewer would read every dataset added later.
   *
   * @default - none; Segment can connect but reads nothing
   */
  sources?: Source[];

  /**
   * Datasets with BigQuery ML models that Segment's queries use.
   *
   * @default - none
   */
  models?: Models[];

  /**
   * The dataset in which Segment keeps the state of its syncs.
   *
   * @default - created as `__segment_reverse_etl`
   */
  stateDataset?: StateDataset;

  /**
   * How Segment reads query results.
   *
   * @default ReadApi.Rest
   */
  readApi?: ReadApi;

  /**
   * The key that Segment is given, and where it is kept.
   *
   * @default - created by Google, kept in Secret Manager in `project`
   */
  key?: Key;

  /**
   * Whether to enable the Google Cloud services that this needs, in `project`. They stay enabled when the stack is
   * destroyed.
   *
   * @default false
   */
  enableApis?: boolean;

  /**
   * Import ids of children that exist already, by the child's name without the component's name and hyphen, such as
   * `account` or `state-dataset`. Remove them after the update that imports them.
   *
   * https://www.pulumi.com/docs/iac/concepts/options/import/
   *
   * @default - everything is created
   */
  imports?: { [childName: string]: string };
}

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
