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
   * Id of the Google Cloud project in which Segment runs its queries and keeps its state, such as `acme-analytics`.
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
   * Id of the service account, 6 to 30 characters: lower-case letters, digits and hyphens, beginning with a letter.
   *
   * @default "segment-bigquery"
   */
  accountId?: pulumi.Input<string>;

  /**
   * Whether to end the account id in a hyphen and six random hexadecimal digits, so that an account deleted before does
   * not stand in the way. Leaves 23 characters for `accountId`.
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
   * Whether the service account is disabled: Segment is shut out at once, and let in again by `false`. Nothing is
   * deleted. Google ignores it while it makes the account.
   *
   * @default false
   */
  disabled?: pulumi.Input<boolean>;

  /**
   * How wide the grants are. Changing it makes the new grants before it deletes the old.
   *
   * @default Profile.Documented
   */
  profile?: Profile;

  /**
   * Projects, datasets and tables that Segment may read.
   *
   * Granted one by one: a viewer of everything would read each dataset that is added later.
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
   * @default - made here, as `__segment_reverse_etl`
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
   * @default - made by Google, kept in Secret Manager in `project`
   */
  key?: Key;

  /**
   * Whether to enable the Google Cloud services that this needs, in `project`. They stay enabled when the stack goes.
   *
   * @default false
   */
  enableApis?: boolean;

  /**
   * Import ids of parts that exist already, by the name of the part: the child's name without the component's name
   * and hyphen, such as `account` or `state-dataset`. To be removed after the update that imports them.
   *
   * https://www.pulumi.com/docs/iac/concepts/options/import/
   *
   * @default - everything is made
   */
  imports?: { [part: string]: string };
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
   * What the grant's name ends in; has to be given where `project`, `dataset` or `table` is another resource's output.
   *
   * @default - project (where it is another), dataset and table, joined by dots
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
   * Id of the dataset. Models cannot be granted singly.
   */
  dataset: pulumi.Input<string>;

  /**
   * What Segment's queries do with the models, at least one operation.
   */
  operations: ModelOperation[];

  /**
   * What the grant's name ends in; has to be given where `project` or `dataset` is another resource's output.
   *
   * @default - project (where it is another) and dataset, joined by a dot
   */
  name?: string;
}

/**
 * The dataset in which Segment keeps the state of its syncs: `records_…` and `checkpoints_…` tables.
 *
 * There is one name for it in a project: where two connections share a project, one makes it and the other takes it as
 * existing.
 */
export interface StateDataset {
  /**
   * Who makes it.
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
   * Whether Pulumi refuses to delete or replace it. Syncs that lose their state send everything again.
   *
   * @default true
   */
  protect?: boolean;
}
