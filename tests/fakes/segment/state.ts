import type { IntegrationOptionBeta } from "@segment/public-api-sdk-typescript/dist/model/integrationOptionBeta";
import { bigQuerySource, bigQueryWarehouse, type CreateModel } from "../../../cli/segment/api";

export type Json = Record<string, unknown>;

/** A source, warehouse or credential as the fake holds it, secrets included. */
export interface Held {
  id: string;
  /** A source's slug, a credential's name, a warehouse's name. */
  slug: string;
  metadataId: string;
  enabled: boolean;
  settings: Json;
}

/** What a token may do, in the words of Segment's access management. */
export type TokenRole = "Workspace Owner" | "Source Admin" | "Read-only";

/** A fault that the fake answers with in place of what was asked. */
export interface Fault {
  /** `"POST /sources"`: the method and the beginning of the path. */
  on: string;
  /** A status; no answer; what was asked, but no answer or a 409; or the right answer after `delay`. */
  answer: number | "cut" | "done, then cut" | "done, then 409" | "slow";
  /** How many matching requests it hits. @default 1 */
  times?: number;
  /** Milliseconds before the answer. @default 0 */
  delay?: number;
  /** Seconds for a Retry-After header. @default - no such header */
  retryAfter?: number;
  /** What Segment says in `msBeforeNext` of a 429. @default 5 */
  msBeforeNext?: number;
  /** Segment's words. @default - a general message */
  message?: string;
}

/** A request as the fake saw it. */
export interface Seen {
  method: string;
  path: string;
  query: string;
  body: Json | undefined;
  status: number | "cut";
}

export interface SegmentState {
  tokens: Map<string, TokenRole>;
  catalog: Map<string, { name: string; options: IntegrationOptionBeta[] }>;
  sources: Held[];
  warehouses: Held[];
  credentials: Held[];
  models: (CreateModel & { id: string })[];
  /** What a sync's status says, look by look; the last one stays. */
  syncs: Json[];
  /** Key ids with which Segment can connect to BigQuery. */
  workingKeys: Set<string>;
  /** Reads of a source that still show its old settings after an update. */
  staleReads: number;
  faults: Fault[];
  requests: Seen[];
  nextId: number;
}

/** An empty workspace with Segment's catalog; the name of the setting that takes the key is the fake's own. */
export function emptyState(): SegmentState {
  return {
    tokens: new Map(),
    catalog: new Map([
      [
        bigQuerySource,
        {
          name: "BigQuery",
          options: [
            { name: "location", type: "string", required: true, label: "Data Location" },
            {
              name: "service_account_json",
              type: "string",
              required: true,
              label: "Credentials",
              description: "The JSON of the service account.",
            },
            {
              name: "use_bqs",
              type: "boolean",
              required: false,
              label: "Use the Storage Read API",
            },
            { name: "credential_id", type: "string", required: false, label: "Shared credential" },
          ],
        },
      ],
      [
        bigQueryWarehouse,
        {
          name: "BigQuery",
          options: [
            { name: "gc-project", type: "string", required: true, label: "Project" },
            { name: "location", type: "string", required: false, label: "Location" },
            {
              name: "service_account_json",
              type: "string",
              required: true,
              label: "Service account credentials",
            },
            { name: "credential_id", type: "string", required: false },
          ],
        },
      ],
    ]),
    sources: [],
    warehouses: [],
    credentials: [],
    models: [],
    syncs: [],
    workingKeys: new Set(),
    staleReads: 0,
    faults: [],
    requests: [],
    nextId: 1,
  };
}

/** The settings that Segment does not show again. */
export function shownSettings(settings: Json): Json {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      name === "service_account_json" ? "••••••" : value,
    ]),
  );
}
