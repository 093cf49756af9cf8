import type { JsonRecord } from "../google/json";

/**
 * The bodies and answers of Segment's Public API that the program uses, as version 73.2.0 describes them (2026-08-20).
 *
 * https://docs.segmentapis.com. `tests/fakes/segment/published.ts` holds them against the published types.
 */

/** Settings of a source, a warehouse or a credential, by name. */
export type Settings = JsonRecord;

/** One setting that a source or a warehouse of the catalog has. */
export interface CatalogOption {
  name: string;
  /** Such as `string`, `boolean` or `object`. */
  type: string;
  required: boolean;
  label?: string;
  description?: string;
}

export interface Source {
  id: string;
  slug: string;
  name?: string;
  metadataId: string;
  workspaceId: string;
  enabled: boolean;
  settings: Settings;
}

export interface CreateSource {
  slug: string;
  enabled: boolean;
  metadataId: string;
  settings: Settings;
}

export interface UpdateSource {
  settings: Settings;
}

export interface Warehouse {
  id: string;
  metadataId: string;
  workspaceId: string;
  enabled: boolean;
  settings: Settings;
}

export interface CreateWarehouse {
  metadataId: string;
  name: string;
  enabled: boolean;
  settings: Settings;
}

export interface UpdateWarehouse {
  settings: Settings;
}

export interface ValidateWarehouse {
  metadataId: string;
  settings: Settings;
}

export interface Credential {
  id: string;
  name: string;
  settings: Settings;
}

export interface UpdateCredential {
  /** Holds `type` as it was: a credential's type cannot change. */
  settings: Settings;
}

export interface CreateModel {
  sourceId: string;
  name: string;
  description: string;
  enabled: boolean;
  query: string;
  queryIdentifierColumn: string;
}

export interface StartSync {
  sourceId: string;
  modelId: string;
  subscriptionId: string;
}

export interface SyncStatus {
  /** `IN_PROGRESS`, `FAIL`, `SUCCESS` or `PARTIAL_SUCCESS`. */
  syncStatus: string;
  error?: string;
  errorCode?: string;
  extracted?: string;
  extractErrorCode?: string;
}

/** The catalog's id of the BigQuery source for Reverse ETL. */
export const bigQuerySource = "78PbvP2yv8";

/** The catalog's id of the BigQuery storage destination, a "warehouse" in Segment's API. */
export const bigQueryWarehouse = "kwX50Df0hr";
