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

/** The present state does not allow the action; nothing was changed. Exit code 1. */
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

/** An outcome for a person. */
export function printOutcome({ lines, next }: Outcome): string {
  return [...lines, ...nextLines(next)].join("\n") + "\n";
}

/** The same for a program; `formatVersion` changes when the form does. */
export function jsonOutcome(action: string, { code, data, next }: Outcome): string {
  return JSON.stringify({ formatVersion: 1, action, exitCode: code, ...data, next }, null, 2) + "\n";
}

/** Why an action was not done, for a person. */
export function printRefused({ message, next }: ActionRefused): string {
  return [message, ...nextLines(next)].join("\n") + "\n";
}

/** The same for a program. */
export function jsonRefused(action: string, { message, next }: ActionRefused, exitCode: number): string {
  return JSON.stringify({ formatVersion: 1, action, exitCode, problem: message, next }, null, 2) + "\n";
}

function nextLines(next: readonly string[]): string[] {
  if (next.length === 0) return [];
  return ["", "Next:", ...next.map((step, index) => `  ${index + 1}. ${step}`)];
}
