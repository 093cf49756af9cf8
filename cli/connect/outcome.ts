import { numbered } from "../errors";
import type { JsonRecord } from "../google/json";

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

function requestLines({ method, path, body }: ShownRequest): string[] {
  const json = JSON.stringify(body, null, 2).split("\n");
  return [`${method} ${path}`, ...json].map((line) => `  ${line}`);
}

/** A request to Segment that may be shown: every secret setting is replaced by what is in it. */
interface ShownRequest {
  method: string;
  path: string;
  body: object;
}

/** The words that stand for the key. */
export function hiddenKey(account: string, keyId: string): string {
  return `[the JSON key ${keyId} of ${account}]`;
}

/** The same settings with `hidden` in place of each value. */
export function hideAll(secret: object, hidden: string): object {
  return Object.fromEntries(Object.keys(secret).map((name) => [name, hidden]));
}
