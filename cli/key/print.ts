import type { ActionRefused, Outcome } from "./outcome";

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
