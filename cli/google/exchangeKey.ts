import { GoogleClient, type ClientOptions } from "./GoogleClient";
import { text } from "./json";
import { NoAnswer } from "./errors";
import type { ServiceAccountKey } from "./ServiceAccountKey";

/** An access token, and when it ends. */
export interface AccessToken {
  value: string;
  expires: number;
}

/** The one scope: IAM decides what may be done. https://developers.google.com/identity/protocols/oauth2/scopes */
export const cloudPlatform = "https://www.googleapis.com/auth/cloud-platform";

/** What Google wants as audience, whatever address the request goes to. */
const audience = "https://oauth2.googleapis.com/token";

/**
 * Exchanges a key for an access token: https://developers.google.com/identity/protocols/oauth2/service-account#httprest
 *
 * The key file's own `token_uri` is never followed: `ServiceAccountKey` refuses a file that names another address.
 *
 * @throws GoogleRefusal when Google does not take the key, NoAnswer when it does not answer
 */
export async function exchangeKey(
  key: ServiceAccountKey,
  options: Omit<ClientOptions, "credentials">,
): Promise<AccessToken> {
  const client = new GoogleClient(options);
  const sent = Date.now();
  const answer = await client.request({
    api: "token",
    method: "POST",
    path: "/token",
    body: new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: assertion(key, Math.floor(sent / 1000)),
    }),
    safeToRepeat: true,
  });
  const value = text(answer["access_token"]);
  if (value === undefined)
    throw new NoAnswer(`POST ${options.endpoints.token}/token`, "the answer holds no access_token");
  return { value, expires: sent + Number(answer["expires_in"] ?? 0) * 1000 };
}

/** The signed assertion, good for an hour: the longest that Google takes. */
export function assertion(key: ServiceAccountKey, at: number): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  const header = encode({ alg: "RS256", typ: "JWT", kid: key.keyId });
  const claims = encode({ iss: key.email, scope: cloudPlatform, aud: audience, iat: at, exp: at + 3600 });
  return `${header}.${claims}.${key.sign(`${header}.${claims}`).toString("base64url")}`;
}
