import { numbered } from "../errors";
import type { JsonRecord } from "../google/json";

/** The result of an action. */
export interface Outcome {
  /** Exit code: 0 all well, 1 something to look at. */
  code: 0 | 1;
  /** What was done or found, for a person. */
  lines: string[];
  /** What to do now, in this order. */
  next: string[];
  /** The same for a program. */
  data: JsonRecord;
}

/** An outcome for a person. */
export function printOutcome({ lines, next }: Outcome): string {
  return [...lines, ...numbered("Next:", next)].join("\n") + "\n";
}

/** The same for a program; `formatVersion` changes when the form does. */
export function jsonOutcome(action: string, { code, data, next }: Outcome): string {
  return JSON.stringify({ formatVersion: 1, action, exitCode: code, ...data, next }, null, 2) + "\n";
}
