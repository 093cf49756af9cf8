import { createVerify, randomUUID } from "node:crypto";
import { tokenError } from "./errors";
import { requirePermission, route, text, type Call, type Route } from "./router";
import { accountResource } from "./accountResource";
import { now, timestamp, type AccountState, type GoogleState, type Json, type KeyState } from "./state";

const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** What Google accepts as the assertion's audience: https://developers.google.com/identity/protocols/oauth2/service-account#jwt-auth */
const audiences = new Set([
  "https://oauth2.googleapis.com/token",
  "https://www.googleapis.com/oauth2/v4/token",
  "https://accounts.google.com/o/oauth2/token",
]);

/** Tolerance for a sender's clock; Google's own is not documented, five minutes is common practice. */
const tolerance = 5 * 60;

/** The token endpoint: https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
export const tokenRoutes: Route[] = [
  route("POST", "/token", "", exchange),
  route("POST", "/v1/token", "", federate),
  route(
    "POST",
    "/v1/projects/-/serviceAccounts/{account}:generateAccessToken",
    "iam.googleapis.com",
    impersonate,
  ),
];

function exchange(call: Call): Json {
  const grant = call.body["grant_type"];
  if (grant === "refresh_token") return refresh(call);
  if (grant !== jwtBearer) throw tokenError("unsupported_grant_type", `Invalid grant_type: ${String(grant)}`);
  const { header, claims, signed, signature } = parse(text(call.body, "assertion") ?? "");
  const account = findAccount(call.state, text(claims, "iss") ?? "");
  const key = account && signingKey(account, text(header, "kid"), signed, signature);
  // Google does not tell a disabled account from a deleted one (googleapis/google-cloud-php#3622).
  if (!account || account.deletedAt !== undefined || account.disabled) {
    throw tokenError("invalid_grant", "Invalid grant: account not found");
  }
  checkTimes(claims, Math.floor(now(call.state) / 1000));
  if (!key || !usable(key, now(call.state)) || header["alg"] !== "RS256") {
    throw tokenError("invalid_grant", "Invalid JWT Signature.");
  }
  if (!audiences.has(text(claims, "aud") ?? "")) {
    throw tokenError(
      "invalid_grant",
      "Invalid JWT: Failed audience check. The right audience is https://oauth2.googleapis.com/token",
    );
  }
  if (!text(claims, "scope")?.startsWith("https://www.googleapis.com/auth/")) {
    throw tokenError("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
  }
  return {
    access_token: issue(call.state, `serviceAccount:${account.email}`),
    expires_in: 3599,
    token_type: "Bearer",
  };
}

/** A user's refresh token is `refresh:` and the member; the fake keeps no list of them. */
function refresh(call: Call): Json {
  const member = /^refresh:(user:.+)$/.exec(text(call.body, "refresh_token") ?? "")?.[1];
  if (!member) throw tokenError("invalid_grant", "Token has been expired or revoked.");
  return { access_token: issue(call.state, member), expires_in: 3599, token_type: "Bearer" };
}

/**
 * Workload identity federation: https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token
 *
 * A subject token is `subject:` and the principal; the fake keeps no pools.
 */
function federate(call: Call): Json {
  const member = /^subject:(principal:.+)$/.exec(text(call.body, "subject_token") ?? "")?.[1];
  if (!member)
    throw tokenError("invalid_grant", "The given credential is rejected by the attribute condition.");
  return {
    access_token: issue(call.state, member),
    issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
    token_type: "Bearer",
    expires_in: 3599,
  };
}

/** https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken */
function impersonate(call: Call): Json {
  const account = findAccount(call.state, call.params["account"] ?? "");
  const what = `projects/-/serviceAccounts/${call.params["account"]}`;
  const on = account && accountResource(call.state, account);
  requirePermission(call, "iam.serviceAccounts.getAccessToken", on, what);
  return {
    accessToken: issue(call.state, `serviceAccount:${account?.email}`),
    expireTime: timestamp(now(call.state) + 3_600_000),
  };
}

/** A new access token for a member. */
export function issue(state: GoogleState, member: string): string {
  const token = `ya29.fake-${randomUUID()}`;
  state.tokens.set(token, { member, expires: now(state) + 3_600_000 });
  return token;
}

/** The service account of that address in any project. */
export function findAccount(state: GoogleState, email: string): AccountState | undefined {
  for (const project of state.projects.values()) {
    const account = project.accounts.get(email.toLowerCase());
    if (account) return account;
  }
  return undefined;
}

/** Without a key id, as Google's own library for Node leaves it out, every key of the account is tried. */
function signingKey(
  { keys }: AccountState,
  id: string | undefined,
  signed: string,
  signature: Buffer,
): KeyState | undefined {
  const tried = id === undefined ? [...keys.values()] : [keys.get(id)];
  return tried.find((key) => key !== undefined && verifies(key, signed, signature));
}

function usable(key: KeyState, at: number): boolean {
  return !key.disabled && key.validAfter <= at + tolerance * 1000 && at < key.validBefore;
}

function verifies(key: KeyState, signed: string, signature: Buffer): boolean {
  return createVerify("RSA-SHA256").update(signed).verify(key.publicKey, signature);
}

function checkTimes(claims: Json, at: number): void {
  const [iat, exp] = [claims["iat"], claims["exp"]];
  const fits =
    typeof iat === "number" &&
    typeof exp === "number" &&
    exp - iat <= 3600 &&
    iat <= at + tolerance &&
    exp >= at - tolerance;
  if (fits) return;
  throw tokenError(
    "invalid_grant",
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. " +
      "Check your iat and exp values in the JWT claim.",
  );
}

function parse(assertion: string): { header: Json; claims: Json; signed: string; signature: Buffer } {
  const [header = "", claims = "", signature = ""] = assertion.split(".");
  try {
    const decode = (part: string): Json =>
      JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Json;
    return {
      header: decode(header),
      claims: decode(claims),
      signed: `${header}.${claims}`,
      signature: Buffer.from(signature, "base64url"),
    };
  } catch {
    throw tokenError("invalid_request", "Bad Request");
  }
}
