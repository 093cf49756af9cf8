import { callerCredentials } from "./callerCredentials";
import { endpointsFrom } from "./endpoints";
import { GoogleClient } from "./GoogleClient";
import { Redactor } from "./Redactor";
import type { RetryPolicy } from "./retry";

/**
 * A client with the credentials of whoever runs the command.
 *
 * @param options.redactor is told the credentials' secrets; a command cleans its output with it
 * @throws UsageError where there are no credentials, or an endpoint is not an address
 */
export async function callerClient(
  env: NodeJS.ProcessEnv,
  { retry, redactor = new Redactor() }: { retry?: Partial<RetryPolicy>; redactor?: Redactor } = {},
): Promise<GoogleClient> {
  const endpoints = endpointsFrom(env);
  const credentials = await callerCredentials(env, endpoints, redactor);
  return new GoogleClient({ endpoints, credentials, retry });
}
