import type { KeyObject } from "node:crypto";
import type { Fault } from "./faults";

/** Any JSON object, as it arrives in a request or leaves in an answer. */
export type Json = Record<string, unknown>;

/** One binding of an IAM policy: https://cloud.google.com/iam/docs/reference/rest/v1/Policy */
export interface Binding {
  role: string;
  members: string[];
  condition?: { title?: string; expression: string };
}

/** A policy with the counter its etag is made of. */
export interface Policy {
  bindings: Binding[];
  version: number;
}

/** A service account's key: https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts.keys */
export interface KeyState {
  id: string;
  publicKey: KeyObject;
  origin: "GOOGLE_PROVIDED" | "USER_PROVIDED";
  type: "USER_MANAGED" | "SYSTEM_MANAGED";
  validAfter: number;
  validBefore: number;
  disabled: boolean;
}

/** A service account, kept after its deletion because it can be undeleted for 30 days. */
export interface AccountState {
  email: string;
  project: string;
  uniqueId: string;
  displayName: string;
  description: string;
  disabled: boolean;
  deletedAt?: number;
  keys: Map<string, KeyState>;
  policy: Policy;
}

/** A custom role: https://cloud.google.com/iam/docs/reference/rest/v1/projects.roles */
export interface RoleState {
  name: string;
  title: string;
  description: string;
  stage: string;
  includedPermissions: string[];
  version: number;
  deletedAt?: number;
}

/** A table or view; `resource` is what tables.get answers. */
export interface TableState {
  resource: Json;
  policy: Policy;
  rows: Json[];
  rowAccessPolicies: Json[];
  version: number;
  quirks: TableQuirks;
}

/** What stands in the way of a query although the caller may read the table. */
export interface TableQuirks {
  /** Bytes that a query of it reads. @default 0 */
  bytes?: number;
  /** Whether a query reads as many bytes whatever columns it names, as one of a view that aggregates. */
  readsAll?: boolean;
  /** The column without a filter on which no query runs. */
  partitionFilter?: string;
  /** Where its data is outside BigQuery, and closed to every caller of this fake. */
  closedFile?: "storage" | "drive";
  /** The policy tag of each column that has one. */
  policyTags?: Record<string, string>;
  /** `project.location.id` of the connection through which it is read. */
  connection?: string;
  /** What its view's query fails with. */
  broken?: string;
  /** What a job ends with that began well. */
  failing?: { reason: string; message: string };
}

/** A dataset; `resource` is what datasets.get answers, its `access` list included. */
export interface DatasetState {
  project: string;
  id: string;
  resource: Json;
  version: number;
  tables: Map<string, TableState>;
  models: Map<string, Json>;
}

/** A version of a secret; the payload is base64, as in the API. */
export interface SecretVersionState {
  number: number;
  state: "ENABLED" | "DISABLED" | "DESTROYED";
  data: string;
  createTime: number;
}

/** A secret: https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets */
export interface SecretState {
  id: string;
  resource: Json;
  policy: Policy;
  versions: SecretVersionState[];
}

/** A project and everything in it. */
export interface ProjectState {
  id: string;
  number: string;
  displayName: string;
  /** `folders/1` or `organizations/1`, whose policy reaches down to the project. */
  parent?: string;
  services: Set<string>;
  /** Services that a VPC service perimeter closes to every caller of this fake. */
  perimeter: Set<string>;
  /** Organization policy constraints in force, such as `constraints/iam.disableServiceAccountKeyCreation`. */
  constraints: Set<string>;
  /** `sandbox` runs queries but no DML, `closed` nothing: https://cloud.google.com/bigquery/docs/sandbox */
  billing: "enabled" | "sandbox" | "closed";
  /** Google's words on a quota that is used up. */
  quotaExceeded?: string;
  policy: Policy;
  accounts: Map<string, AccountState>;
  roles: Map<string, RoleState>;
  datasets: Map<string, DatasetState>;
  jobs: Map<string, Json>;
  secrets: Map<string, SecretState>;
}

/** An access token that the fake knows, and whom it stands for. */
export interface TokenState {
  member: string;
  expires: number;
}

/** One request as the fake saw it, for tests of retries and of what is called at all. */
export interface SeenRequest {
  method: string;
  path: string;
  status: number | "cut";
  caller?: string;
  /** The project of `x-goog-user-project`. */
  quotaProject?: string;
}

/** Everything the fake holds; tests may read and change it between calls. */
export interface GoogleState {
  projects: Map<string, ProjectState>;
  /** Policies of folders and organizations, by `folders/1` or `organizations/1`. */
  containers: Map<string, { policy: Policy; parent?: string }>;
  /** Members of groups, by the group's address. */
  groups: Map<string, string[]>;
  /** Groups that nobody but their members may view. */
  privateGroups: Set<string>;
  /** Whether the edition holds the searches for transitive members. */
  cloudIdentityPremium: boolean;
  /** Who may read columns under a policy tag, by the tag's name. */
  policyTagReaders: Map<string, string[]>;
  /** Whether a perimeter's answer says so in words only, without details. */
  perimeterInWords: boolean;
  /** Whether people's requests without a quota project are counted against Google's own project, and refused. */
  quotaProjectWanted: boolean;
  tokens: Map<string, TokenState>;
  faults: Fault[];
  /** Permissions for which testIamPermissions refuses the whole request, as Google does for some. */
  untestable: Set<string>;
  requests: SeenRequest[];
  /** Refuses every request with a message that quotes it, headers and all, as a debugging proxy may. */
  quotes: boolean;
  /** Milliseconds that Google's clock is ahead of this machine's; moved by tests of skew and of expiry. */
  clockOffset: number;
  /** The last identifier given out. */
  counter: number;
}

/** Google's time in milliseconds. */
export function now(state: GoogleState): number {
  return Date.now() + state.clockOffset;
}

/** A number not given out before. */
export function nextId(state: GoogleState): number {
  return ++state.counter;
}

/** A timestamp as Google's JSON writes it. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
