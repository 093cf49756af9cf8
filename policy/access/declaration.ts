import type { ProductName } from "../facts/products";
import type { ModelOperationName } from "../facts/modelOperations";

/** `documented` follows each product's page; `minimal` grants the permissions needed and nothing else. */
export type ProfileName = "documented" | "minimal";

export type ReadApiName = "REST" | "STORAGE";

/** A project, a dataset (with `dataset`) or a table (with both) that Segment may read. */
export interface SourceRef {
  readonly project: string;
  readonly dataset?: string;
  readonly table?: string;
}

/** A dataset by its ids. */
export interface DatasetRef {
  readonly project: string;
  readonly dataset: string;
}

/** A dataset that holds BigQuery ML models, and what Segment's queries do with them. */
export interface ModelsRef extends DatasetRef {
  readonly operations: readonly ModelOperationName[];
}

/** A connection of BigQuery, which has one location. */
export interface ConnectionRef {
  readonly project: string;
  readonly location: string;
  readonly connection: string;
}

/** What Segment's account is declared to need: from this follow what it must hold and what it may hold. */
export interface Declaration {
  /** Segment's products that use the account. */
  readonly products: readonly ProductName[];
  /** The project in which Segment runs its queries. */
  readonly project: string;
  readonly profile: ProfileName;
  readonly readApi: ReadApiName;
  /** Undefined where nobody has declared sources: then whether a dataset is one cannot be determined. */
  readonly sources?: readonly SourceRef[];
  readonly models: readonly ModelsRef[];
  readonly stateDataset: DatasetRef;
  readonly segmentCreatesStateDataset: boolean;
  /** Datasets made beforehand, which products that write may fill. */
  readonly destinations: readonly DatasetRef[];
  /** Connections over which queries may make and use remote models. */
  readonly connections: readonly ConnectionRef[];
  /** Names of the buckets to which queries may export models. */
  readonly exportBuckets: readonly string[];
  /** Whether Segment makes the datasets itself that its products write. */
  readonly segmentCreatesDestinations: boolean;
}
