import { Gaxios } from "gaxios";
import { type ErrorFacts, NoAnswer } from "./errors";

/** How often and how long a request is tried. */
export interface RetryPolicy {
  /** Tries in all. */
  attempts: number;
  /** Milliseconds before the second try; doubles with each further one. */
  firstDelay: number;
  /** The longest delay between tries; a longer Retry-After ends the tries. */
  longestDelay: number;
  /** Milliseconds for one try. */
  timeLimit: number;
}

/** Google asks for exponential backoff with jitter: https://cloud.google.com/iam/docs/retry-strategy */
export const defaultRetryPolicy: RetryPolicy = {
  attempts: 5,
  firstDelay: 500,
  longestDelay: 30_000,
  timeLimit: 30_000,
};

/**
 * Whether the same request may succeed in a moment.
 *
 * @param safeToRepeat false for a request that may have had its effect although the answer was lost
 */
export function isPassing(
  { status, reason }: Pick<ErrorFacts, "status" | "reason">,
  safeToRepeat: boolean,
): boolean {
  // Refused before anything was done, whatever the request.
  if (status === 429 || reason === "rateLimitExceeded") return true;
  return safeToRepeat && (status === 408 || (status >= 500 && status !== 501));
}

/**
 * The pause before the next try, in milliseconds.
 *
 * @param attempt the tries so far, from 1
 * @param retryAfter what the answer's Retry-After said, in milliseconds
 * @param random from 0 to 1: half of the pause is left to chance, so that many clients do not come back at once
 * @returns undefined where there is no further try
 */
export function pauseBefore(
  attempt: number,
  retryAfter: number | undefined,
  random: number,
  policy: RetryPolicy,
): number | undefined {
  if (attempt >= policy.attempts) return undefined;
  if (retryAfter !== undefined) return retryAfter <= policy.longestDelay ? retryAfter : undefined;
  const whole = Math.min(policy.firstDelay * 2 ** (attempt - 1), policy.longestDelay);
  return whole / 2 + (whole / 2) * random;
}

/** Reads a Retry-After header, seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header === "") return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** A try that failed, and when the next one is welcome. */
export class Failure {
  constructor(
    readonly error: NoAnswer | (Error & { readonly facts: Pick<ErrorFacts, "status" | "reason"> }),
    readonly retryAfter?: number,
  ) {}
}

/**
 * Sends a request until it succeeds, cannot succeed or has been tried often enough.
 *
 * @param safeToRepeat false for a request that may have had its effect although the answer was lost
 * @param stop once it is aborted, nothing is tried again
 * @throws the last try's error
 */
export async function withRetries<Answer extends object>(
  tryOnce: () => Promise<Answer | Failure>,
  safeToRepeat: boolean,
  policy: RetryPolicy,
  stop?: AbortSignal,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce();
    if (!(outcome instanceof Failure)) return outcome;
    const { error, retryAfter } = outcome;
    const passing = error instanceof NoAnswer ? safeToRepeat : isPassing(error.facts, safeToRepeat);
    const pause = passing ? pauseBefore(attempt, retryAfter, Math.random(), policy) : undefined;
    if (pause === undefined || stop?.aborted) throw error;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** One HTTP request, its body written out. */
interface HttpRequest {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Milliseconds until it is given up. */
  timeLimit: number;
}

/** What came back, whatever its status. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** The library that Google's own clients send with: it honors HTTPS_PROXY and NO_PROXY, which Node's fetch does not. */
const http = new Gaxios();

/**
 * Sends one request, once.
 *
 * @throws Error with a reason that a person can read
 */
export async function send(url: URL, request: HttpRequest): Promise<HttpAnswer> {
  const { method, headers, body, timeLimit } = request;
  const signal = AbortSignal.timeout(timeLimit);
  try {
    const response = await http.request<string>({
      url,
      method: method,
      headers,
      ...(body !== undefined && { body }),
      // A token must not follow a redirect to who knows where.
      redirect: "error",
      responseType: "text",
      validateStatus: () => true,
      retry: false,
      signal,
    });
    return { status: response.status, headers: response.headers, text: response.data };
  } catch (error) {
    if (signal.aborted) throw new Error(`nothing came within ${timeLimit / 1000} s`, { cause: error });
    throw new Error(reasonOf(error), { cause: error });
  }
}

/** The innermost reason; the outer messages repeat the address. */
function reasonOf(error: unknown): string {
  let at: unknown = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  if (!(at instanceof Error)) return String(error);
  if (/redirect mode is set to error/.test(at.message)) return "unexpected redirect";
  return at.message || (at as NodeJS.ErrnoException).code || "unknown reason";
}
