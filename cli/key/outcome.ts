import type { JsonRecord } from "../google/json";

/** What an action came to. */
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

/** An action was not done, for a reason that lies in the state of things; nothing was changed. Exit code 1. */
export class ActionRefused extends Error {
  override readonly name = "ActionRefused";
  constructor(
    message: string,
    /** The ways out. */
    readonly next: readonly string[] = [],
  ) {
    super(message);
  }
}
