import { createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { GoogleRefusal } from "../../google/errors";
import { path } from "../../google/GoogleClient";
import { type JsonRecord, text } from "../../google/json";
import { type AccountName, fullName, type KeyName } from "../names";
import type { KeyContext } from "../KeyContext";
import { ActionRefused } from "../../errors";

/** The most user-managed keys that an account can have: https://cloud.google.com/iam/quotas */
export const mostKeys = 10;

/** A user-managed key as Google shows it. */
export interface LiveKey {
  id: string;
  name: string;
  origin: "made by Google" | "uploaded";
  created: string;
  /** Undefined for a key without an end. */
  expires?: string;
  disabled: boolean;
}

/** Whether a token can be had with the key. */
export function isValid({ disabled, expires }: LiveKey, now: Date): boolean {
  return !disabled && (expires === undefined || Date.parse(expires) > now.getTime());
}

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts.keys/list */
export async function listKeys(context: KeyContext, account: AccountName): Promise<LiveKey[]> {
  const google = await context.google();
  const found = await context.retryUntilVisible(() =>
    google.list({ api: "iam", path: `${at(account)}/keys`, query: { keyTypes: "USER_MANAGED" } }, "keys"),
  );
  const keys = found.map((one) => keyFrom(account, one));
  return keys.sort((a, b) => a.created.localeCompare(b.created) || a.id.localeCompare(b.id));
}

/** The public half of a key, or undefined where Google does not (yet) have the key. */
export async function publicKeyOf(context: KeyContext, account: AccountName, id: string): Promise<KeyObject> {
  const google = await context.google();
  const answer = await context.retryUntilVisible(() =>
    google.request({
      api: "iam",
      method: "GET",
      path: at(account) + path`/keys/${id}`,
      query: { publicKeyType: "TYPE_X509_PEM_FILE" },
    }),
  );
  return createPublicKey(Buffer.from(text(answer["publicKeyData"]) ?? "", "base64"));
}

/** Whether a key is one that Google keeps for itself, which nobody can delete. */
export async function isSystemManaged(
  context: KeyContext,
  account: AccountName,
  id: string,
): Promise<boolean> {
  const google = await context.google();
  const query = { keyTypes: "SYSTEM_MANAGED" };
  const kept = await google.list({ api: "iam", path: `${at(account)}/keys`, query }, "keys");
  return kept.some((one) => idIn(one) === id);
}

/** Disables or enables a key; doing it twice is doing it once. */
export async function switchKey(
  context: KeyContext,
  { account, id }: KeyName,
  to: "disable" | "enable",
): Promise<void> {
  const google = await context.google();
  // The verb stands behind a colon, which must not be escaped.
  const wanted = `${at(account)}${path`/keys/${id}`}:${to}`;
  await context.retryUntilVisible(() =>
    google.request({ api: "iam", method: "POST", path: wanted, body: {}, safeToRepeat: true }),
  );
}

/** Deletes a key. A 404 counts as done: the answer to an earlier try may have been lost. */
export async function deleteKey(context: KeyContext, { account, id }: KeyName): Promise<void> {
  const google = await context.google();
  const wanted = at(account) + path`/keys/${id}`;
  try {
    await context.retryUntilVisible(
      () => google.request({ api: "iam", method: "DELETE", path: wanted }),
      [409],
    );
  } catch (error) {
    if (!(error instanceof GoogleRefusal) || error.facts.status !== 404) throw error;
  }
}

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts.keys/upload */
export async function uploadKey(
  context: KeyContext,
  account: AccountName,
  certificate: string,
): Promise<string> {
  const google = await context.google();
  const answer = await google.request({
    api: "iam",
    method: "POST",
    path: `${at(account)}/keys:upload`,
    body: { publicKeyData: Buffer.from(certificate).toString("base64") },
  });
  return idIn(answer);
}

/** The account's path, escaped. */
function at({ project, email }: AccountName): string {
  return path`/v1/projects/${project}/serviceAccounts/${email}`;
}

function keyFrom(account: AccountName, one: JsonRecord): LiveKey {
  const expires = text(one["validBeforeTime"]);
  const id = idIn(one);
  return {
    id,
    name: fullName(account, id),
    origin: one["keyOrigin"] === "USER_PROVIDED" ? "uploaded" : "made by Google",
    created: text(one["validAfterTime"]) ?? "",
    ...(expires !== undefined && !expires.startsWith("9999-") && { expires }),
    disabled: one["disabled"] === true,
  };
}

function idIn(key: JsonRecord): string {
  return (text(key["name"]) ?? "").split("/").at(-1) ?? "";
}

/** What a key that was uploaded is looked for by: a draft, or what is left of one. */
export interface Uploaded {
  account: AccountName;
  /** PEM. */
  certificate: string;
}

/** The key at Google with a certificate's public half, even if somebody else uploaded it; undefined if there is none. */
export async function findUploaded(
  context: KeyContext,
  { account, certificate }: Uploaded,
): Promise<LiveKey | undefined> {
  const { publicKey } = new X509Certificate(certificate);
  const uploaded = (await listKeys(context, account)).filter(({ origin }) => origin === "uploaded");
  for (const key of uploaded) {
    if ((await publicKeyOf(context, account, key.id)).equals(publicKey)) return key;
  }
  return undefined;
}

/** The account's number, which key files hold as client_id. */
export async function uniqueIdOf(context: KeyContext, account: AccountName): Promise<string> {
  const google = await context.google();
  const answer = await context.retryUntilVisible(() =>
    google.request({ api: "iam", method: "GET", path: at(account) }),
  );
  return text(answer["uniqueId"]) ?? "";
}

/**
 * Takes an account out of use, or back into it.
 *
 * https://cloud.google.com/iam/docs/service-accounts-disable-enable
 */
export async function switchAccount(
  context: KeyContext,
  account: AccountName,
  to: "disable" | "enable",
): Promise<void> {
  const google = await context.google();
  const wanted = `${at(account)}:${to}`;
  await context.retryUntilVisible(() =>
    google.request({ api: "iam", method: "POST", path: wanted, body: {}, safeToRepeat: true }),
  );
}

/** A key and the account's other keys with which a token can be had. */
interface KeyAmongOthers {
  key: LiveKey;
  otherValid: readonly LiveKey[];
}

/**
 * Looks a key up.
 *
 * @throws ActionRefused where the account has no such key of its users' own
 */
export async function amongOthers(
  context: KeyContext,
  { account, id, name }: KeyName,
): Promise<KeyAmongOthers> {
  const keys = await listKeys(context, account);
  const key = keys.find((one) => one.id === id);
  if (!key)
    throw new ActionRefused(
      `${account.email} has no user-managed key ${id}: it is deleted, or one that Google keeps for itself.`,
      [
        `segment-bigquery key list ${account.email}`,
        `What was made a moment ago can take a minute to be seen: ${name}`,
      ],
    );
  return { key, otherValid: keys.filter((one) => one.id !== id && isValid(one, context.now)) };
}
