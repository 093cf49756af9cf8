import type { Outcome, Stopped } from "./outcome";
import type { ShownRequest } from "./request";

/** An outcome for a person. */
export function printOutcome({ done, requests, left, next }: Outcome): string {
  return (
    [
      ...done,
      ...requests.flatMap(requestLines),
      ...numbered("To do by hand:", left),
      ...numbered("Next:", next),
    ].join("\n") + "\n"
  );
}

/** The same for a program; `formatVersion` changes when the form does. */
export function jsonOutcome({ done, requests, left, next, data }: Outcome, exitCode: number): string {
  return JSON.stringify({ formatVersion: 1, exitCode, ...data, done, requests, left, next }, null, 2) + "\n";
}

/** Why `connect` stopped, for a person. */
export function printStopped({ message, next }: Stopped): string {
  return [message, ...numbered("Next:", next)].join("\n") + "\n";
}

/** The same for a program. */
export function jsonStopped({ message, next }: Pick<Stopped, "message" | "next">, exitCode: number): string {
  return JSON.stringify({ formatVersion: 1, exitCode, problem: message, next }, null, 2) + "\n";
}

function requestLines({ method, path, body }: ShownRequest): string[] {
  const json = JSON.stringify(body, null, 2).split("\n");
  return [`${method} ${path}`, ...json].map((line) => `  ${line}`);
}

function numbered(title: string, steps: readonly string[]): string[] {
  if (steps.length === 0) return [];
  return ["", title, ...steps.map((step, index) => `  ${index + 1}. ${step}`)];
}
