import type { CheckId } from "./checkIds";

/**
 * What came of a check.
 *
 * - `ok`: as Segment needs it
 * - `missing`: the key lacks a permission
 * - `wrong`: something else keeps Segment from working
 * - `excess`: the key can do more than Segment needs
 * - `warning`: works, but not as one would expect
 * - `unknown`: could not be told from outside, with the reason why
 * - `skipped`: not tried, because of an earlier result or because it was not asked for
 * - `no answer`: Google did not answer
 */
export type Outcome = "ok" | "missing" | "wrong" | "excess" | "warning" | "unknown" | "skipped" | "no answer";

/** What to do about it, in each of the ways there are. */
export interface Remedy {
  /** Lines of the stack's config. */
  stackConfig?: string;
  /** A command line for `gcloud` or `bq`, which come together. */
  gcloud?: string;
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
  /** The permissions that are missing, or too much. */
  permissions: string[];
  remedy?: Remedy;
}

/** The exit code that the results come to: 1 when something is to be mended, 2 when Google did not answer. */
export function exitCode(results: readonly CheckResult[]): 0 | 1 | 2 {
  const has = (...outcomes: Outcome[]): boolean => results.some(({ outcome }) => outcomes.includes(outcome));
  if (has("missing", "wrong", "excess")) return 1;
  return has("no answer") ? 2 : 0;
}
