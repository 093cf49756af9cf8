import type { ServerResponse } from "node:http";
import type { GoogleState, Json } from "./state";

/** A fault that the fake answers with instead of, or before, doing what was asked. */
export interface Fault {
  /** Which requests: `"GET /bigquery/v2/"` (method, then the beginning of the path) or a pattern over both. */
  on: string | RegExp;
  /**
   * A status to answer with, the connection cut before anything is done (`cut`) or after it (`cut after`), or the right
   * answer after `delay`.
   */
  answer: number | "cut" | "cut after" | "slow";
  /** How many matching requests it hits; the next ones are answered properly. @default 1 */
  times?: number;
  /** Milliseconds to wait before answering. @default 0 */
  delay?: number;
  /** Seconds for a Retry-After header. @default - no such header */
  retryAfter?: number;
  /** Further headers. @default - none */
  headers?: Record<string, string>;
  /** The body. @default - an error in Google's form, or HTML for a 502 as Google's front end gives it */
  body?: Json | string;
}

/** Takes the fault that a request hits, if any, and counts it down. */
export function takeFault(state: GoogleState, method: string, path: string): Fault | undefined {
  const request = `${method} ${path}`;
  const index = state.faults.findIndex((fault) =>
    typeof fault.on === "string" ? request.startsWith(fault.on) : fault.on.test(request),
  );
  const fault = state.faults[index];
  if (!fault) return undefined;
  const left = (fault.times ?? 1) - 1;
  if (left > 0) state.faults[index] = { ...fault, times: left };
  else state.faults.splice(index, 1);
  return fault;
}

const messages: Record<number, [string, string]> = {
  403: ["PERMISSION_DENIED", "The caller does not have permission"],
  404: ["NOT_FOUND", "Requested entity was not found."],
  409: ["ABORTED", "There were concurrent policy changes. Please retry the whole read-modify-write."],
  412: ["FAILED_PRECONDITION", "Precondition check failed."],
  429: ["RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Requests'."],
  500: ["INTERNAL", "Internal error encountered."],
  503: ["UNAVAILABLE", "The service is currently unavailable."],
};

/** Answers a request with its fault. A slow one is not answered here: it only waits. */
export async function answerFault(fault: Fault, response: ServerResponse): Promise<"answered" | "go on"> {
  if (fault.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay));
  if (fault.answer === "slow" || fault.answer === "cut after") return "go on";
  if (fault.answer === "cut") {
    response.socket?.destroy();
    return "answered";
  }
  const [status, message] = messages[fault.answer] ?? ["UNKNOWN", "Unknown error."];
  // A 502 comes from the front end, before any API: it is no JSON.
  const html = "<!DOCTYPE html><title>Error 502 (Server Error)!!1</title>";
  const body =
    fault.body ?? (fault.answer === 502 ? html : { error: { code: fault.answer, message, status } });
  response.statusCode = fault.answer;
  response.setHeader("content-type", typeof body === "string" ? "text/html" : "application/json");
  for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
  if (fault.retryAfter !== undefined) response.setHeader("retry-after", String(fault.retryAfter));
  response.end(typeof body === "string" ? body : JSON.stringify(body));
  return "answered";
}
