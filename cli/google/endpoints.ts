import { UsageError } from "../errors";

/** The Google APIs that the commands call. */
export type ApiName =
  | "token"
  | "bigquery"
  | "bigquerystorage"
  | "cloudasset"
  | "cloudidentity"
  | "cloudresourcemanager"
  | "iam"
  | "secretmanager"
  | "serviceusage";

const addresses: Record<ApiName, string> = {
  token: "https://oauth2.googleapis.com",
  bigquery: "https://bigquery.googleapis.com",
  bigquerystorage: "https://bigquerystorage.googleapis.com",
  cloudasset: "https://cloudasset.googleapis.com",
  cloudidentity: "https://cloudidentity.googleapis.com",
  cloudresourcemanager: "https://cloudresourcemanager.googleapis.com",
  iam: "https://iam.googleapis.com",
  secretmanager: "https://secretmanager.googleapis.com",
  serviceusage: "https://serviceusage.googleapis.com",
};

/** Where each API is called, without a slash at the end. */
export type Endpoints = Record<ApiName, string>;

/**
 * Reads the endpoints from the environment.
 *
 * `SEGMENT_BIGQUERY_GOOGLE_ENDPOINT` moves all of them, `SEGMENT_BIGQUERY_ENDPOINT_<API>` a single one (for Private
 * Service Connect or a regional endpoint, say). Tokens travel there, so plain http is for loopback only.
 *
 * @throws UsageError that names every variable with a bad value
 */
export function endpointsFrom(env: NodeJS.ProcessEnv): Endpoints {
  const problems: string[] = [];
  const read = (variable: string): string | undefined => {
    const value = env[variable];
    if (value === undefined || value === "") return undefined;
    // An address with a password in it is not repeated.
    const shown = value.includes("@") ? variable : `${variable} is "${value}"`;
    const problem = addressProblem(value);
    if (problem) problems.push(`${shown}: ${problem}.`);
    return value.replace(/\/+$/, "");
  };
  const all = read("SEGMENT_BIGQUERY_GOOGLE_ENDPOINT");
  const entries = Object.entries(addresses).map(([api, address]) => [
    api,
    read(`SEGMENT_BIGQUERY_ENDPOINT_${api.toUpperCase()}`) ?? all ?? address,
  ]);
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return Object.fromEntries(entries) as Endpoints;
}

function addressProblem(value: string): string | undefined {
  if (!URL.canParse(value)) return "it is not an address such as https://bigquery.googleapis.com";
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  if (username || password || search || hash) return "it may hold no user, password, query or fragment";
  if (protocol === "https:") return undefined;
  if (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname)) return undefined;
  return "it must begin with https://, since access tokens are sent there (http:// only for loopback)";
}
