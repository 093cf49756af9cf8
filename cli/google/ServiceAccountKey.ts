import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { inspect } from "node:util";
import { isRecord, parseJson, text } from "./json";
import { type ClientOptions, GoogleClient } from "./GoogleClient";
import { NoAnswer } from "./errors";

/** A service account's JSON key. Its private half can sign and nothing else: no printing, no JSON. */
export class ServiceAccountKey {
  readonly #privateKey: KeyObject;
  readonly #text: string;

  private constructor(
    readonly email: string,
    readonly keyId: string,
    readonly project: string,
    privateKey: KeyObject,
    written: string,
  ) {
    this.#privateKey = privateKey;
    this.#text = written;
  }

  /**
   * Reads a key file's text.
   *
   * @returns the key, or everything that is wrong with the text; never a part of it but names and sizes
   */
  static parse(source: string): ServiceAccountKey | string[] {
    const file = parseJson(source);
    if (!isRecord(file))
      return ["it is not a JSON object; Google's key file is one, with type, client_email and private_key"];
    const problems: string[] = [];
    if (file["type"] !== "service_account") {
      problems.push(
        `type is ${typeName(file["type"])}, not "service_account"; Segment takes only a service account's key`,
      );
    }
    const [email, keyId, project] = ["client_email", "private_key_id", "project_id"].map((field) => {
      const value = text(file[field]);
      if (value === undefined) problems.push(`${field} is missing`);
      else if (!shapes[field]?.test(value)) problems.push(`${field} does not look like one`);
      return value ?? "";
    }) as [string, string, string];
    const foreign = foreignTokenUri(file["token_uri"]);
    if (foreign !== undefined) problems.push(foreign);
    const privateKey = readPrivateKey(file["private_key"], problems);
    if (problems.length > 0 || !privateKey) return problems;
    return new ServiceAccountKey(email, keyId, project, privateKey, text(file["private_key"]) ?? "");
  }

  /** A signature over the text: RSASSA-PKCS1-v1_5 with SHA-256, as RS256 wants. */
  sign(signed: string): Buffer {
    return sign("sha256", Buffer.from(signed), this.#privateKey);
  }

  /** The private key's text, only for the redactor, which keeps it out of every output. */
  secretText(): string {
    return this.#text;
  }

  [inspect.custom](): string {
    return `ServiceAccountKey(${this.email}, ${this.keyId})`;
  }
}

const shapes: Record<string, RegExp> = {
  client_email: /^[a-z0-9._-]+@[a-z0-9.-]+\.gserviceaccount\.com$/i,
  private_key_id: /^[A-Za-z0-9_-]{1,128}$/,
  project_id: /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{2,60}$/,
};

/** The token endpoints that Google has written into key files over the years. */
const tokenUris = [
  "https://oauth2.googleapis.com/token",
  "https://accounts.google.com/o/oauth2/token",
  "https://www.googleapis.com/oauth2/v4/token",
];

/** A foreign address would be sent a signed assertion, which is valid for an hour. */
function foreignTokenUri(value: unknown): string | undefined {
  if (value === undefined || (typeof value === "string" && tokenUris.includes(value))) return undefined;
  const host = typeof value === "string" && URL.canParse(value) ? new URL(value).hostname : "";
  const named = /^[a-z0-9.-]{1,100}$/.test(host) ? ` (its host is ${host})` : "";
  return `token_uri is not Google's${named}: the file is not as Google made it, and following it would hand access to somebody else`;
}

const knownTypes = ["authorized_user", "external_account", "impersonated_service_account"];

/** The type is told only when it is a known word: in a mangled file it could be anything. */
function typeName(value: unknown): string {
  if (value === undefined) return "missing";
  return typeof value === "string" && knownTypes.includes(value) ? `"${value}"` : "something else";
}

function readPrivateKey(value: unknown, problems: string[]): KeyObject | undefined {
  if (text(value) === undefined) {
    problems.push("private_key is missing");
    return undefined;
  }
  try {
    const key = createPrivateKey(text(value) ?? "");
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (key.asymmetricKeyType === "rsa" && bits >= 2048) return key;
    problems.push(`private_key is not an RSA key of 2048 bits or more (it has ${bits})`);
  } catch {
    // OpenSSL's own message could quote the text.
    problems.push("private_key is not a private key in PEM; were its line breaks (\\n) lost in copying?");
  }
  return undefined;
}

/** An access token, and when it ends. */
interface AccessToken {
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
function assertion(key: ServiceAccountKey, at: number): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  const header = encode({ alg: "RS256", typ: "JWT", kid: key.keyId });
  const claims = encode({ iss: key.email, scope: cloudPlatform, aud: audience, iat: at, exp: at + 3600 });
  return `${header}.${claims}.${key.sign(`${header}.${claims}`).toString("base64url")}`;
}
