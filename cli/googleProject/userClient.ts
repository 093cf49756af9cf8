import { callerClient } from "../google/callerClient";
import type { GoogleClient } from "../google/GoogleClient";
import type { RetryPolicy } from "../google/retry";

/**
 * A client with the credentials of whoever runs the command.
 *
 * @throws UsageError where there are none
 */
export function userClient(env: NodeJS.ProcessEnv, retry?: Partial<RetryPolicy>): Promise<GoogleClient> {
  return callerClient(env, { retry });
}
