/** One of Segment's products that work on BigQuery. */
export enum Product {
  /** Reads what its models query, and keeps the state of its syncs. Lists nothing. */
  ReverseEtl = "reverse-etl",
  /** Lists and reads tables to enrich events, and keeps the state of its syncs. */
  LinkedEvents = "linked-events",
  /** Data Graph and Linked Audiences: lists and reads tables, and keeps the state of its syncs. */
  DataGraph = "data-graph",
  /** Writes profiles to one dataset. */
  ProfilesSync = "profiles-sync",
  /** The storage destination: writes events to a dataset for each of its sources. */
  Warehouse = "warehouse",
  /**
   * Reads the whole project. Off sale since 2024-03-31; its page of 2025-10-22 demands Data Viewer and Job User on the
   * project and no other role, so it needs a component of its own, with profile `documented`.
   */
  SqlTraits = "sql-traits",
}

/**
 * How wide the grants are.
 *
 * Compared permission by permission in docs/profiles.md; the policy pack accepts both under the same name.
 */
export enum Profile {
  /**
   * What each product's page in Segment's documentation grants, at the scopes where it does. Linked Events follows the
   * page of 2023-08-29: User, Job User and Metadata Viewer on the project, Data Editor on the state dataset, Data Viewer
   * on sources. Data Graph (2025-08-25): the same without Job User and Metadata Viewer. Reverse ETL (2025-09-29), its
   * limited set-up: a custom role on the project that reads the whole of it, Data Editor on the state dataset. Profiles
   * Sync (2025-09-09) and the storage destination (2025-09-17): Data Editor, the narrower of the two roles that are
   * named, and Job User on the project.
   */
  Documented = "documented",
  /** Custom roles with the permissions needed and no others, each at the lowest scope where it works. */
  Minimal = "minimal",
}

/** How Segment reads query results: the setting of the same name in the connection. */
export enum ReadApi {
  /** The REST API, which needs nothing beyond running queries. */
  Rest = "REST",
  /** The Storage Read API, which needs read sessions on the project. */
  Storage = "STORAGE",
}

/** Who creates the dataset in which Segment keeps the state of its syncs. */
export enum StateDatasetMode {
  /** This component creates it, protects it and grants Segment what it needs there. */
  Created = "created",
  /** It exists already; this component grants Segment what it needs there. */
  Existing = "existing",
  /** Segment creates it at its first sync, and its account becomes the owner. */
  MadeBySegment = "madeBySegment",
}

/** Who creates a dataset that Segment writes. */
export enum DestinationMode {
  /** This component creates it, protects it and grants Segment what it needs there. */
  Created = "created",
  /** It exists already; this component grants Segment what it needs there. */
  Existing = "existing",
}

/** What a query or an API call does with BigQuery ML models. */
export enum ModelOperation {
  /** `CREATE MODEL`. */
  Create = "create",
  /** `CREATE OR REPLACE MODEL`. */
  Replace = "replace",
  /** Delete through the API, `models.delete`. */
  Delete = "delete",
  /** `DROP MODEL`. */
  Drop = "drop",
  /** Read a model's metadata, `models.get`. */
  Get = "get",
  /** List models, `models.list`. */
  List = "list",
  /** Change a model's metadata: `models.patch`, `ALTER MODEL`. */
  UpdateMetadata = "updateMetadata",
  /** Change a model's expiration to another than none, which also needs to delete. */
  UpdateExpiration = "updateExpiration",
  /** `ML.EVALUATE`, `ML.TRAINING_INFO`, `ML.WEIGHTS` and other inspections. */
  Evaluate = "evaluate",
  /** `ML.PREDICT`. */
  Predict = "predict",
  /** `EXPORT MODEL`. */
  Export = "export",
}

/** Where the key for Segment comes from. */
export enum KeyMode {
  /** Google creates it; its JSON goes to the secrets managers and, encrypted, into the stack's state. */
  GoogleManaged = "google-managed",
  /** It is made elsewhere; only its certificate goes to Google and into the state, and the JSON is stored by hand. */
  Uploaded = "uploaded",
  /** The stack has no key. */
  None = "none",
}

/** One of the two places for a key. */
export enum KeySlot {
  /** Slot A, where the first key is. */
  A = "a",
  /** Slot B. */
  B = "b",
}

/** Where the rotation from one key to the other stands. */
export enum RotationStep {
  /** Key A exists, and Segment uses it. */
  OnlyA = "only-a",
  /** Key B is created next to key A, and entered in Segment. */
  AddB = "add-b",
  /** Segment uses key B; key A is disabled by hand, and can be deleted. */
  UseB = "use-b",
  /** Key A is deleted. Key B exists, and Segment uses it. */
  OnlyB = "only-b",
  /** A new key A is created next to key B, and entered in Segment. */
  AddA = "add-a",
  /** Segment uses key A; key B is disabled by hand, and can be deleted. */
  UseA = "use-a",
}
