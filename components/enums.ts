/**
 * How wide the grants are.
 *
 * Compared permission by permission in the README; both are accepted by the policy pack under the same name.
 */
export enum Profile {
  /** The roles that Segment's BigQuery page names, at the scopes where it names them. */
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

/** Who makes the dataset in which Segment keeps the state of its syncs. */
export enum StateDatasetMode {
  /** This component makes it, protects it and grants Segment what it needs there. */
  Created = "created",
  /** It exists already; this component grants Segment what it needs there. */
  Existing = "existing",
  /** Segment makes it at its first sync, and its account becomes the owner. */
  MadeBySegment = "madeBySegment",
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
  /** Change a model's metadata, `models.patch`. */
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

/** Where the key that Segment is given comes from. */
export enum KeyMode {
  /** Google makes it; its JSON goes to Secret Manager, and, encrypted, into the stack's state. */
  Made = "made",
  /** No key is made here. */
  None = "none",
}
