import type { JsonRecord } from "../google/json";
import type { ShownRequest } from "./request";

/** The result of `connect`. */
export interface Outcome {
  /** What was done or found, in order. */
  done: string[];
  /** What the program could not do and somebody must do in Segment. */
  left: string[];
  /** What to do now. */
  next: string[];
  /** What a dry run would send, with the key hidden. */
  requests: ShownRequest[];
  /** The same for a program. */
  data: JsonRecord;
}

/** The connection was not made, or not changed, for a reason that a person must look at. Exit code 1. */
export class Stopped extends Error {
  override readonly name = "Stopped";
  constructor(
    message: string,
    /** The ways out. */
    readonly next: readonly string[] = [],
  ) {
    super(message);
  }
}
