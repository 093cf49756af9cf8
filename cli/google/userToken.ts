import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../command";
import type { Endpoints } from "./endpoints";
import { GoogleClient } from "./GoogleClient";
import { isRecord, parseJson, text } from "./json";
import type { RetryPolicy } from "./retry";

const howTo =
  "Set GOOGLE_OAUTH_ACCESS_TOKEN (for example to the output of `gcloud auth print-access-token`), " +
  "or run `gcloud auth application-default login`.";

/**
 * The access token of whoever runs the command: `GOOGLE_OAUTH_ACCESS_TOKEN`, or the application default credentials
 * of a person (https://cloud.google.com/docs/authentication/application-default-credentials).
 *
 * @param options.keep is told every secret, so that a redactor can keep it out of outputs
 * @throws UsageError where there are no credentials, or of a kind that this program does not read
 */
export async function userToken(
  env: NodeJS.ProcessEnv,
  endpoints: Endpoints,
  { retry, keep = () => undefined }: { retry?: Partial<RetryPolicy>; keep?: (secret: string) => void } = {},
): Promise<string> {
  const given = text(env["GOOGLE_OAUTH_ACCESS_TOKEN"]?.trim());
  if (given !== undefined) {
    keep(given);
    return given;
  }
  const file = credentialsFile(env);
  const source = await readFile(file, "utf8").catch(() => undefined);
  if (source === undefined)
    throw new UsageError(`There are no Google credentials (looked for ${file}). ${howTo}`);
  const credentials = parseJson(source);
  const [id, secret, refresh] = ["client_id", "client_secret", "refresh_token"].map((field) =>
    isRecord(credentials) ? text(credentials[field]) : undefined,
  );
  if (!isRecord(credentials) || credentials["type"] !== "authorized_user" || !id || !secret || !refresh) {
    throw new UsageError(`The credentials in ${file} are not a person's (type authorized_user). ${howTo}`);
  }
  keep(secret);
  keep(refresh);
  const client = new GoogleClient({ endpoints, retry, token: () => Promise.resolve("") });
  const answer = await client.request({
    api: "token",
    method: "POST",
    path: "/token",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      client_id: id,
      client_secret: secret,
      refresh_token: refresh,
    }),
    safeToRepeat: true,
  });
  const token = text(answer["access_token"]);
  if (token === undefined)
    throw new UsageError(`Google gave no access token for the credentials in ${file}. ${howTo}`);
  keep(token);
  return token;
}

function credentialsFile(env: NodeJS.ProcessEnv): string {
  const named = text(env["GOOGLE_APPLICATION_CREDENTIALS"]);
  if (named !== undefined) return named;
  const config = text(env["CLOUDSDK_CONFIG"]) ?? join(text(env["HOME"]) ?? homedir(), ".config", "gcloud");
  return join(config, "application_default_credentials.json");
}
