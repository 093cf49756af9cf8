import type * as pulumi from "@pulumi/pulumi";
import type { Connection, Destination, ExportBucket, Models, Source, StateDataset } from "./data";
import type { Product, Profile, ReadApi } from "./enums";
import type { Key } from "./key";

/**
 * What to provision for one Segment connection to BigQuery.
 *
 * What decides which resources exist (products, profile, modes, which sources there are) is plain; names and places may
 * come from other resources.
 */
export interface SegmentBigQueryArgs {
  /**
   * Id of the Google Cloud project in which Segment runs its queries and keeps its state, such as `acme-analytics`. It
   * cannot be changed later.
   */
  project: pulumi.Input<string>;

  /**
   * BigQuery location of the data, entered in Segment as "Data Location": `US`, `EU` or a region such as
   * `europe-west3`. A query runs in one location, so sources and state must be there.
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
   * @default "Works on BigQuery for Twilio Segment. Managed by Pulumi."
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
   * Segment's products that use this connection. They share the account, which is granted what any of them needs; a
   * product with a component of its own has an account of its own, with less.
   *
   * @default [Product.LinkedEvents]
   */
  products?: Product[];

  /**
   * How wide the grants are. A change creates the new grants before it deletes the old ones.
   *
   * @default Profile.Documented
   */
  profile?: Profile;

  /**
   * Projects, datasets and tables that Segment may read. Only for products that read.
   *
   * Granted one by one: a project-wide viewer would read every dataset added later.
   *
   * @default - none; Segment can connect but reads nothing
   */
  sources?: Source[];

  /**
   * Datasets in `project` that Segment writes, made beforehand or by this component. Only for products that write:
   * Profiles Sync has one, named after the space; the storage destination one for each of its sources, named after the
   * source's slug, and `engage_…` for Engage.
   *
   * @default - none; Segment creates its datasets
   */
  destinations?: Destination[];

  /**
   * Whether Segment creates datasets that it writes, with `bigquery.datasets.create` on `project`; its account becomes
   * their owner. Where it is false, every dataset has to be among `destinations`. Only for products that write.
   *
   * @default - true where there are no destinations
   */
  segmentCreatesDestinations?: boolean;

  /**
   * Datasets with BigQuery ML models that Segment's queries use. The data that a model is trained on has to be among
   * `sources`. Only for products that read.
   *
   * @default - none
   */
  models?: Models[];

  /**
   * Connections that remote models may use: nothing is granted on any other.
   *
   * https://cloud.google.com/bigquery/docs/working-with-connections
   *
   * @default - none
   */
  connections?: Connection[];

  /**
   * Buckets in Cloud Storage to which `EXPORT MODEL` may write.
   *
   * @default - none
   */
  exportBuckets?: ExportBucket[];

  /**
   * The dataset in which Segment keeps the state of its syncs. Profiles Sync, the storage destination and SQL Traits
   * have none.
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
