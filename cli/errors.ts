import type { JsonRecord } from "./google/json";

/** Arguments that cannot be run. The message says what is wrong, what was given and what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  constructor(
    message: string,
    /** The command that explains more; by default, the help of the command that runs. */
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** The present state does not allow what was asked, for a reason that a person must look at. Exit code 1. */
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

/** Why something was not done, for a person. */
export function printRefused({ message, next }: ActionRefused): string {
  return [message, ...numbered("Next:", next)].join("\n") + "\n";
}

/** The same for a program; `formatVersion` changes when the form does. */
export function jsonRefused(
  { message, next }: ActionRefused,
  exitCode: number,
  named: JsonRecord = {},
): string {
  return JSON.stringify({ formatVersion: 1, ...named, exitCode, problem: message, next }, null, 2) + "\n";
}

/** Steps for a person, numbered under a title. */
export function numbered(title: string, steps: readonly string[]): string[] {
  if (steps.length === 0) return [];
  return ["", title, ...steps.map((step, index) => `  ${index + 1}. ${step}`)];
}
