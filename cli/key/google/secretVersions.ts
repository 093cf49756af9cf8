import { GoogleRefusal } from "../../google/errors";
import { parseJson, record, text } from "../../google/json";
import { ActionRefused } from "../../errors";
import type { KeyContext } from "../KeyContext";
import type { AccountName } from "../names";

/** What a version holds at most: https://cloud.google.com/secret-manager/quotas */
const mostBytes = 64 * 1024;

/** Stores a text as a new version, and returns the version's full name. The secret must exist. */
export async function addVersion(context: KeyContext, secret: string, content: string): Promise<string> {
  const bytes = Buffer.from(content);
  if (bytes.length > mostBytes)
    throw new ActionRefused(
      `The key file has ${bytes.length} bytes; Secret Manager holds at most ${mostBytes}.`,
    );
  const google = await context.google();
  const answer = await context.retryUntilVisible(
    () =>
      google.request({
        api: "secretmanager",
        method: "POST",
        path: `/v1/${secret}:addVersion`,
        body: { payload: { data: bytes.toString("base64") } },
      }),
    [409],
  );
  return text(answer["name"]) ?? `${secret}/versions/latest`;
}

/** A key file as a version holds it. */
export interface StoredKey {
  id: string;
  /** PEM. */
  privateKey: string;
}

/**
 * The enabled versions that hold a key.
 *
 * @returns "unknown" where the caller may not list or read versions
 */
export async function versionsWith(
  context: KeyContext,
  secret: string,
  isMeant: (stored: StoredKey) => boolean,
): Promise<string[] | "unknown"> {
  const google = await context.google();
  const found: string[] = [];
  try {
    const query = { filter: "state:ENABLED" };
    const path = `/v1/${secret}/versions`;
    for (const { name, state } of await google.list({ api: "secretmanager", path, query }, "versions")) {
      const version = text(name);
      if (state !== "ENABLED" || version === undefined) continue;
      if (isMeant(await storedIn(context, version))) found.push(version);
    }
    return found;
  } catch (error) {
    if (error instanceof GoogleRefusal && error.facts.status === 403) return "unknown";
    throw error;
  }
}

/** Takes a version out of use; its content is kept, and it can be enabled again. */
export async function disableVersion(context: KeyContext, version: string): Promise<void> {
  const google = await context.google();
  const path = `/v1/${version}:disable`;
  await google.request({ api: "secretmanager", method: "POST", path, body: {}, safeToRepeat: true });
}

async function storedIn(context: KeyContext, version: string): Promise<StoredKey> {
  const google = await context.google();
  const wanted = { api: "secretmanager", method: "GET", path: `/v1/${version}:access` } as const;
  const { data } = record((await google.request(wanted))["payload"]);
  const file = record(parseJson(Buffer.from(text(data) ?? "", "base64").toString("utf8")));
  return { id: text(file["private_key_id"]) ?? "", privateKey: text(file["private_key"]) ?? "" };
}

/**
 * Google's JSON key file, as Segment and Google's libraries read it.
 *
 * https://cloud.google.com/iam/docs/keys-create-delete#creating
 */
export function keyFile(
  account: AccountName,
  key: { id: string; privateKey: string; clientId: string },
): string {
  const content = {
    type: "service_account",
    project_id: account.project,
    private_key_id: key.id,
    private_key: key.privateKey,
    client_email: account.email,
    client_id: key.clientId,
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
    auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
    client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(account.email)}`,
    universe_domain: "googleapis.com",
  };
  return JSON.stringify(content, null, 2) + "\n";
}
