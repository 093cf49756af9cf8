import type { Declaration } from "../../policy/access/declaration";
import type { Scope } from "../../policy/iam/scope";

/** Every check by its id, in order, with what it finds out. Ids are stable: scripts rely on them. */
export const checks = {
  "key.file": "the key is a service account's JSON key",
  "key.token": "Google gives an access token for it",
  "key.clock": "this machine's clock agrees with Google's",
  "key.home": "the account belongs to the project",
  "project.permissions": "the key holds what Segment needs on the project",
  "project.query": "a query can run in the project, at the location",
  "project.datasets": "the sources and the state dataset are among the datasets that the key sees",
  "source.permissions": "a source that is a whole project can be read as a whole",
  "source.dataset": "the source's dataset is there",
  "source.location": "it is in the location",
  "source.tables": "its tables can be listed",
  "source.table": "a table's metadata can be read",
  "source.dry-run": "a query of the table would run",
  "source.query": "a query for no rows runs",
  "source.row-access": "no row access policy hides rows",
  "state.dataset": "the state dataset is there, or Segment may create it",
  "state.location": "it is in the location",
  "state.expiration": "nothing in it expires",
  "state.permissions": "the key holds what keeping the state needs",
  "state.probe.create": "a table can be created in it (--write)",
  "state.probe.insert": "a row can be written (--write)",
  "state.probe.read": "it can be read (--write)",
  "state.probe.update": "the table can be changed (--write)",
  "state.probe.delete": "the table is removed again (--write)",
  "destination.dataset": "a dataset that Segment writes is there",
  "destination.location": "it is in the location",
  "destination.expiration": "nothing in it expires",
  "destination.permissions": "the key holds what loading it needs",
  "destination.probe.dataset":
    "a dataset can be created and removed (--write, where Segment creates its own)",
  "destination.probe.create": "a table can be created in it (--write)",
  "destination.probe.insert": "a row can be written (--write)",
  "destination.probe.read": "it can be read (--write)",
  "destination.probe.update": "the table can be changed (--write)",
  "destination.probe.delete": "the table can be removed again (--write)",
  "read-session.create": "the Storage API opens a read session (--read-api STORAGE)",
  "model.get": "the model is there and its metadata can be read",
  "model.operation": "a declared operation on a model is allowed",
  "excess.project": "the key holds nothing in excess on the project",
  "excess.state": "nor on the state dataset",
  "excess.destination": "nor on a dataset that Segment writes",
  "excess.source": "nor on a source",
  "excess.account": "nor on its own account, with which it could outlive its key",
} as const;

export type CheckId = keyof typeof checks;

/**
 * What came of a check.
 *
 * - `ok`: as Segment needs it
 * - `missing`: the key lacks a permission
 * - `excess`: the key can do more than Segment needs
 * - `failed`: something else keeps Segment from working; Google refused a query, or a setting does not fit
 * - `undetermined`: cannot be seen with the key, or Google did not answer; the message says which
 */
export type Outcome = "ok" | "missing" | "excess" | "failed" | "undetermined";

/** What to do about it, in each of the ways there are. */
export interface Remedy {
  /** Lines of the stack's config. */
  stackConfig?: string;
  /** Command lines for `gcloud` or `bq`, which come together; to be run in this order. */
  commands?: string[];
  /** Where neither helps. */
  advice?: string;
}

/** One thing that was tried. */
export interface CheckResult {
  id: CheckId;
  /** What it was tried on: a key, a project, a dataset, a table, a model. */
  target: string;
  /** The request, in the words of Google's reference. */
  tried: string;
  outcome: Outcome;
  message: string;
  /** The permissions that are missing, or in excess. */
  permissions: string[];
  remedy?: Remedy;
}

/**
 * What the results come to, in the words of `preview` and `report`.
 *
 * - `accepted`: every result is ok
 * - `rejected`: something is missing, in excess or failed
 * - `incomplete`: nothing of that kind, but something is undetermined
 */
export type Verdict = "accepted" | "rejected" | "incomplete";

export function verdictOf(results: readonly CheckResult[]): Verdict {
  const has = (...outcomes: Outcome[]): boolean => results.some(({ outcome }) => outcomes.includes(outcome));
  if (has("missing", "failed", "excess")) return "rejected";
  return has("undetermined") ? "incomplete" : "accepted";
}

/** 0 and 1 tell the verdict; 2 says that there is none, because Google gave no token to try anything with. */
export function exitCode(results: readonly CheckResult[], allowIncomplete: boolean): 0 | 1 | 2 {
  const verdict = verdictOf(results);
  if (verdict === "rejected") return 1;
  if (results.some(({ id, outcome }) => id === "key.token" && outcome === "undetermined")) return 2;
  return verdict === "accepted" || allowIncomplete ? 0 : 1;
}

/** Whom the remedies are for, and where. */
export interface Setting {
  email: string;
  /** The project in which queries run. */
  project: string;
  location: string;
  declared: Declaration;
}

/** What a dataset or table is to Segment: it decides the key of the stack config. */
export type Purpose = "project" | "source" | "state" | "destination" | "model";

/** What was refused: the permissions that it takes, on what. */
export interface Attempted {
  permissions: readonly string[];
  scope: Scope;
  purpose: Purpose;
  /** `project.dataset.table` of the table that was queried: a refusal may be about another one. */
  table?: string;
  /** Permissions that the key is known to hold there. */
  held?: readonly string[];
  /** The BigQuery ML operation that was tried. */
  operation?: string;
}

/** The part of a result that a refusal decides. */
export type Judgement = Pick<CheckResult, "outcome" | "message" | "permissions" | "remedy">;
