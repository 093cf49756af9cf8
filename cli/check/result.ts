import type { CheckId } from "./checkIds";

/**
 * What came of a check.
 *
 * - `ok`: as Segment needs it
 * - `missing`: the key lacks a permission
 * - `failed`: something else keeps Segment from working; Google refused a query, or a setting does not fit
 * - `excess`: the key can do more than Segment needs
 * - `warning`: works, but not as one would expect
 * - `unknown`: cannot be seen with the key, with the reason why
 * - `skipped`: not tried, because of an earlier result or because it was not asked for
 * - `no answer`: Google did not answer
 */
export type Outcome =
  "ok" | "missing" | "failed" | "excess" | "warning" | "unknown" | "skipped" | "no answer";

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

/** The exit code that the results come to: 1 when something must be fixed, 2 when Google did not answer. */
export function exitCode(results: readonly CheckResult[]): 0 | 1 | 2 {
  const has = (...outcomes: Outcome[]): boolean => results.some(({ outcome }) => outcomes.includes(outcome));
  if (has("missing", "failed", "excess")) return 1;
  return has("no answer") ? 2 : 0;
}
