import type { ErrorFacts } from "./errors";

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
export function isPassing({ status, reason }: ErrorFacts, safeToRepeat: boolean): boolean {
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
