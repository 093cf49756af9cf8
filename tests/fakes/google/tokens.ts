import { createVerify, randomUUID } from "node:crypto";
import { tokenError } from "./errors";
import { route, text, type Call, type Route } from "./router";
import { now, type AccountState, type GoogleState, type Json, type KeyState } from "./state";

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
export const tokenRoutes: Route[] = [route("POST", "/token", "", exchange)];

function exchange(call: Call): Json {
  const grant = call.body["grant_type"];
  if (grant === "refresh_token") return refresh(call);
  if (grant !== jwtBearer) throw tokenError("unsupported_grant_type", `Invalid grant_type: ${String(grant)}`);
  const { header, claims, signed, signature } = parse(text(call.body, "assertion") ?? "");
  const account = findAccount(call.state, text(claims, "iss") ?? "");
  const key = account?.keys.get(text(header, "kid") ?? "");
  // Google does not tell a disabled account from a deleted one (googleapis/google-cloud-php#3622).
  if (!account || account.deletedAt !== undefined || account.disabled) {
    throw tokenError("invalid_grant", "Invalid grant: account not found");
  }
  checkTimes(claims, Math.floor(now(call.state) / 1000));
  if (
    !key ||
    !usable(key, now(call.state)) ||
    !verifies(key, signed, signature) ||
    header["alg"] !== "RS256"
  ) {
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
