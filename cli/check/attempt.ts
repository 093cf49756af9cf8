import { GoogleRefusal, NoAnswer } from "../google/errors";
import type { ErrorFacts } from "../google/errorFacts";

/** How a request ended, as a value that can be judged. */
export type Attempt<T> =
  { kind: "answer"; value: T } | { kind: "refusal"; facts: ErrorFacts } | { kind: "none"; why: string };

/** Turns what a request throws into a value; anything that is not Google's doing is thrown on. */
export async function attempt<T>(work: Promise<T>): Promise<Attempt<T>> {
  try {
    return { kind: "answer", value: await work };
  } catch (error) {
    if (error instanceof GoogleRefusal) return { kind: "refusal", facts: error.facts };
    if (error instanceof NoAnswer) return { kind: "none", why: error.message };
    throw error;
  }
}
