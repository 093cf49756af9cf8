import { Gaxios, GaxiosError, type GaxiosOptionsPrepared } from "gaxios";
import { type AuthClient, GoogleAuth, type JWTInput } from "google-auth-library";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../errors";
import { type Credentials, GoogleClient } from "./GoogleClient";
import type { Redactor } from "./Redactor";
import { cloudPlatform } from "./ServiceAccountKey";
import { type Endpoints, endpointsFrom } from "./endpoints";
import { GoogleRefusal, NoAnswer, readErrorFacts } from "./errors";
import { decodeText, isRecord, type JsonRecord, parseJson, text } from "./json";
import type { RetryPolicy } from "./http";

/**
 * A client with the caller's own credentials.
 *
 * @param options.redactor is told the credentials' secrets; a command cleans its output with it
 * @throws UsageError where there are no credentials, or an endpoint is not an address
 */
export async function callerClient(
  env: NodeJS.ProcessEnv,
  { retry, redactor }: { retry?: Partial<RetryPolicy>; redactor: Redactor },
): Promise<GoogleClient> {
  const endpoints = endpointsFrom(env);
  const credentials = await callerCredentials(env, endpoints, redactor);
  return new GoogleClient({ endpoints, credentials, retry });
}

const howTo =
  "Run `gcloud auth application-default login`, or set GOOGLE_OAUTH_ACCESS_TOKEN " +
  "(for example to the output of `gcloud auth print-access-token`).";

/**
 * The caller's own credentials: `GOOGLE_OAUTH_ACCESS_TOKEN`, or the application default credentials of
 * any kind that Google's library reads: a person's, a service account's, workload identity federation, impersonation,
 * or the metadata server's (https://cloud.google.com/docs/authentication/application-default-credentials).
 *
 * @param redactor is told every secret, to keep it out of outputs
 * @throws UsageError where there are no credentials, or they cannot be read
 */
async function callerCredentials(
  env: NodeJS.ProcessEnv,
  endpoints: Endpoints,
  redactor: Redactor,
): Promise<Credentials> {
  const quotaProject = text(env["GOOGLE_CLOUD_QUOTA_PROJECT"]);
  const given = text(env["GOOGLE_OAUTH_ACCESS_TOKEN"]?.trim());
  if (given !== undefined) {
    redactor.add(given);
    return bearer(given, quotaProject);
  }
  const { place, client } = await clientFrom(env, endpoints, redactor);
  if (quotaProject !== undefined) client.quotaProjectId = quotaProject;
  return {
    async headers() {
      const headers = await client.getRequestHeaders().catch((error: unknown) => {
        throw told(error, place);
      });
      redactor.add((headers.get("authorization") ?? "").replace(/^Bearer /, ""));
      return Object.fromEntries(headers.entries());
    },
  };
}

async function clientFrom(
  env: NodeJS.ProcessEnv,
  endpoints: Endpoints,
  redactor: Redactor,
): Promise<{ place: string; client: AuthClient }> {
  const { file, named } = credentialsFile(env);
  const bytes = await readFile(file).catch((error: unknown) => error as NodeJS.ErrnoException);
  if (!(bytes instanceof Error)) {
    const fields = parseJson(decodeText(bytes));
    if (!isRecord(fields)) throw new UsageError(`The credentials in ${file} are not a JSON object. ${howTo}`);
    for (const secret of secretsIn(fields)) redactor.add(secret);
    return { place: file, client: await fromJson(fields, file, endpoints) };
  }
  const why = bytes.code === "ENOENT" ? "there is no such file" : (bytes.code ?? "it cannot be read");
  if (named) throw new UsageError(`GOOGLE_APPLICATION_CREDENTIALS names ${file}: ${why}. ${howTo}`);
  const place = "the metadata server";
  const auth = new GoogleAuth({ scopes: [cloudPlatform] });
  const { credential } = await auth.getApplicationDefault().catch(() => {
    throw new UsageError(
      `There are no Google credentials (looked for ${file}, and for a metadata server). ${howTo}`,
    );
  });
  return { place, client: credential };
}

async function fromJson(fields: JsonRecord, file: string, endpoints: Endpoints): Promise<AuthClient> {
  try {
    const transporter = new Gaxios({ adapter: (options, send) => send(redirected(options, endpoints)) });
    const auth = new GoogleAuth({
      credentials: fields as JWTInput,
      scopes: [cloudPlatform],
      clientOptions: { transporter },
    });
    return await auth.getClient();
  } catch (error) {
    throw told(error, file);
  }
}

/** The token endpoint moves with the environment's endpoints, as every other request does. */
function redirected(options: GaxiosOptionsPrepared, { token }: Endpoints): GaxiosOptionsPrepared {
  const { url } = options;
  if (url.origin !== "https://oauth2.googleapis.com") return options;
  return { ...options, url: new URL(token + url.pathname + url.search) };
}

/** What went wrong; it may name an address or a file, but nothing that could be a token. */
function told(error: unknown, place: string): Error {
  if (error instanceof UsageError) return error;
  if (!(error instanceof Error))
    return new UsageError(`The credentials from ${place} cannot be used. ${howTo}`);
  const request = `The token request for the credentials from ${place}`;
  if (error instanceof GaxiosError) {
    if (!error.response) return new NoAnswer(request, masked(error.message));
    const facts = readErrorFacts(error.response.status, bodyOf(error.response.data));
    return new GoogleRefusal(request, { ...facts, message: masked(facts.message) });
  }
  return new UsageError(`The credentials from ${place} cannot be used: ${masked(error.message)}. ${howTo}`);
}

function bodyOf(data: unknown): unknown {
  return typeof data === "string" ? parseJson(data) : data;
}

function masked(message: string): string {
  return message.replace(/[\w.~+/=-]{40,}/g, "[secret]");
}

/** Every long text of the file, except addresses and names. */
function secretsIn(fields: JsonRecord): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (isRecord(value)) return secretsIn(value);
    return typeof value === "string" && /private_key$|secret|token$/.test(name) ? [value] : [];
  });
}

function credentialsFile(env: NodeJS.ProcessEnv): { file: string; named: boolean } {
  const named = text(env["GOOGLE_APPLICATION_CREDENTIALS"]);
  if (named !== undefined) return { file: named, named: true };
  const config =
    text(env["CLOUDSDK_CONFIG"]) ??
    (process.platform === "win32"
      ? join(text(env["APPDATA"]) ?? homedir(), "gcloud")
      : join(text(env["HOME"]) ?? homedir(), ".config", "gcloud"));
  return { file: join(config, "application_default_credentials.json"), named: false };
}

/** An access token that is at hand; it is not renewed. */
export function bearer(token: string, quotaProject?: string): Credentials {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(quotaProject !== undefined && { "x-goog-user-project": quotaProject }),
  };
  return { headers: () => Promise.resolve(headers) };
}
