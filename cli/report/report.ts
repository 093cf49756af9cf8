import type { ProductName } from "../../policy/facts/products";
import type { Scope } from "../../policy/iam/scope";
import type { ExemptionLine, FindingLine, MissingLine } from "../judgement/findings";

/**
 * Whether Segment needs what is granted.
 *
 * - `needed`: something of it is needed there, and nothing is beyond what the profile accepts
 * - `allowed`: nothing of it is needed there, yet the profile allows it
 * - `excess`: something of it is in excess
 * - `missing`: needed, and granted nowhere
 * - `undetermined`: what it allows, or whether it is needed, cannot be determined from what is known
 */
export type State = "needed" | "allowed" | "excess" | "missing" | "undetermined";

/** In the order in which they matter to a reviewer. */
export const states: readonly State[] = ["excess", "missing", "undetermined", "needed", "allowed"];

/**
 * The shape of `report --json`, and all that the page and the Markdown show. Fields may be added; a change of meaning
 * raises `formatVersion`.
 */
export interface Report {
  formatVersion: 1;
  /** What was looked at. */
  subject: { kind: "stack" | "state" | "project" | "organization" | "folder"; name: string };
  /** When it was judged: an ISO date and time, UTC. */
  judgedAt: string;
  /**
   * - `accepted`: everything that was read was judged, and no mandatory rule is broken
   * - `rejected`: a mandatory rule is broken
   * - `incomplete`: no mandatory rule is broken in what could be judged, but not everything could
   */
  verdict: "accepted" | "rejected" | "incomplete";
  /** How many grants are in each state; `missing` counts permissions. */
  counts: Record<State, number>;
  accounts: AccountLine[];
  /** One line for each role, scope and way in which one of the accounts holds it. */
  grants: GrantLine[];
  missing: MissingLine[];
  /** Each permission at each scope: the matrix, cell by cell. */
  permissions: PermissionCell[];
  impersonation: FindingLine[];
  keys: KeyLine[];
  exemptions: ExemptionLine[];
  /** Mandatory ones first. */
  findings: FindingLine[];
  /** What could not be judged, and why. */
  incomplete: { subject: string; reason: string }[];
  /** Kinds of policies that a report of this kind does not look at: the verdict says nothing of them. */
  notRead: string[];
}

/** One of Segment's accounts, and what is declared that it needs. */
export interface AccountLine {
  /** `serviceAccount:EMAIL`, or its Pulumi name while the address is not known. */
  member: string;
  disabled: boolean;
  /** Segment's products that it is judged for. */
  products: ProductName[];
  /** Datasets made beforehand that a product writes, as `project.dataset`. */
  destinations: string[];
  /** Whether a product creates datasets of its own. */
  segmentCreatesDestinations: boolean;
  /** The project in which Segment runs its queries. */
  project: string;
  profile: "documented" | "minimal";
  readApi: "REST" | "STORAGE";
  /** `project`, `project.dataset` or `project.dataset.table`; null where nobody has declared any. */
  sources: string[] | null;
  /** `project.dataset`. */
  stateDataset: string;
  segmentCreatesStateDataset: boolean;
  models: { dataset: string; operations: string[] }[];
}

/** One role that an account holds at one scope. */
export interface GrantLine {
  state: Exclude<State, "missing">;
  member: string;
  role: string;
  /** Such as `dataset acme.crm`. */
  scope: string;
  scopeKind: Scope["kind"];
  /** The group, impersonated account or public member that it comes through. */
  through?: string;
  /** What the role is for; empty where nothing there is needed. */
  why: string[];
  /** All permissions of the role, as far as they are known. */
  permissions: string[];
  needed: { permission: string; reason: string }[];
  excess: string[];
  /** Possibly excess: more must be known or declared first. */
  uncertain: string[];
  /** The resource that grants it. */
  urn: string;
  /** For what is in excess at Google itself: the line of shell that removes this grant and nothing else. */
  removal?: string;
}

/** One permission of one account at one scope. */
export interface PermissionCell {
  state: State;
  member: string;
  scope: string;
  permission: string;
  /** What it is needed for; empty where it is not. */
  reasons: string[];
  /** The roles that hold it there. */
  roles: string[];
}

/** One key of one of the accounts: metadata, never material. */
export interface KeyLine {
  /** Address of the account, or how the stack calls it. */
  account: string;
  /** Google's id of the key, or its Pulumi name while that is not known. */
  key: string;
  /** Who made the key pair. */
  origin: "Google" | "uploaded" | "not known";
  /** ISO dates; absent while not known. */
  validAfter?: string;
  validBefore?: string;
  /** Whole days since `validAfter`. */
  ageDays?: number;
  /** From this age in days on it is too old. */
  maxAgeDays: number;
  state: "good" | "too old" | "expired" | "disabled" | "not known";
  urn: string;
}
