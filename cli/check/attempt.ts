import type { Declaration } from "../../policy/access/declaration";
import type { Scope } from "../../policy/iam/scope";
import type { CheckResult } from "./result";

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
