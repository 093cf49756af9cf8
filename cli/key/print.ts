import type { NotDone, Outcome } from "./outcome";

/** An outcome for a person. */
export function printOutcome({ lines, next }: Outcome): string {
  return [...lines, ...nextLines(next)].join("\n") + "\n";
}

/** The same for a program; `formatVersion` changes when the form does. */
export function jsonOutcome(action: string, { code, data, next }: Outcome): string {
  return JSON.stringify({ formatVersion: 1, action, exitCode: code, ...data, next }, null, 2) + "\n";
}

/** Why an action was not done, for a person. */
export function printNotDone({ message, next }: NotDone): string {
  return [message, ...nextLines(next)].join("\n") + "\n";
}

/** The same for a program. */
export function jsonNotDone(action: string, { message, next }: NotDone): string {
  return JSON.stringify({ formatVersion: 1, action, exitCode: 1, problem: message, next }, null, 2) + "\n";
}

function nextLines(next: readonly string[]): string[] {
  if (next.length === 0) return [];
  return ["", "Next:", ...next.map((step, index) => `  ${index + 1}. ${step}`)];
}
