import { endpointsFrom } from "../google/endpoints";
import { GoogleClient } from "../google/GoogleClient";
import type { RetryPolicy } from "../google/retry";
import { userToken } from "../google/userToken";

/**
 * A client with the credentials of whoever runs the command.
 *
 * @throws UsageError where there are none
 */
export async function userClient(
  env: NodeJS.ProcessEnv,
  retry?: Partial<RetryPolicy>,
): Promise<GoogleClient> {
  const endpoints = endpointsFrom(env);
  const token = await userToken(env, endpoints, { retry });
  return new GoogleClient({ endpoints, retry, token: () => Promise.resolve(token) });
}
