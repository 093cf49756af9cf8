import { createSign } from "node:crypto";
import type { FakeGoogle } from "./startFakeGoogle";
import type { Json } from "./state";

/** What came back: the status, the body as JSON and the headers. */
export interface Reply {
  status: number;
  body: Json;
  headers: Headers;
}

/** Sends one request as a member, for tests of the fake itself and for arranging a state over the API. */
export async function send(
  google: FakeGoogle,
  member: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(google.url + path, {
    method,
    headers: {
      authorization: `Bearer ${google.tokenFor(member)}`,
      "content-type": "application/json",
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return reply(response);
}

/** Exchanges a key file for a token with claims of the test's choice. */
export async function exchange(google: FakeGoogle, file: string, claims: Json = {}): Promise<Reply> {
  const key = JSON.parse(file) as { client_email: string; private_key: string; private_key_id: string };
  const at = Math.floor(Date.now() / 1000);
  const encode = (part: Json): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = [
    encode({ alg: "RS256", typ: "JWT", kid: key.private_key_id }),
    encode({
      iss: key.client_email,
      scope: "https://www.googleapis.com/auth/cloud-platform",
      aud: "https://oauth2.googleapis.com/token",
      iat: at,
      exp: at + 3600,
      ...claims,
    }),
  ].join(".");
  const signature = createSign("RSA-SHA256").update(signed).sign(key.private_key, "base64url");
  const grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  const body = new URLSearchParams({ grant_type, assertion: `${signed}.${signature}` });
  return reply(await fetch(`${google.url}/token`, { method: "POST", body }));
}

async function reply(response: Response): Promise<Reply> {
  const text = await response.text();
  return {
    status: response.status,
    body: text === "" ? {} : (JSON.parse(text) as Json),
    headers: response.headers,
  };
}
