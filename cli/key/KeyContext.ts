import type { CommandIo } from "../command";
import { callerClient } from "../google/callerClient";
import { GoogleRefusal } from "../google/errors";
import type { GoogleClient } from "../google/GoogleClient";
import type { Redactor } from "../google/Redactor";
import { defaultRetryPolicy, pauseBefore, type RetryPolicy } from "../google/http";

/** What surrounds an action. */
export class KeyContext {
  readonly retry: RetryPolicy;
  private client?: Promise<GoogleClient>;

  constructor(
    readonly io: CommandIo,
    readonly redactor: Redactor,
    /** How long to wait between tries; tests have none. */
    patience: Partial<RetryPolicy>,
    readonly now: Date = new Date(),
  ) {
    this.retry = { ...defaultRetryPolicy, ...patience };
  }

  /** Google's APIs, with the caller's credentials. @throws UsageError where there are none */
  google(): Promise<GoogleClient> {
    return (this.client ??= callerClient(this.io.env, this));
  }

  /**
   * Asks again while what was made a moment ago is not visible everywhere (404), or somebody else changes the same
   * thing (409). Accounts and keys take up to a minute: https://cloud.google.com/iam/docs/retry-strategy
   */
  async retryUntilVisible<T>(ask: () => Promise<T>, passing: readonly number[] = [404, 409]): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask();
      } catch (error) {
        const again = error instanceof GoogleRefusal && passing.includes(error.facts.status);
        const pause = again ? pauseBefore(attempt, undefined, Math.random(), this.retry) : undefined;
        if (pause === undefined) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }
}
