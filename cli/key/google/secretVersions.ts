import { GoogleRefusal } from "../../google/errors";
import { parseJson, record, text } from "../../google/json";
import { NotDone } from "../outcome";
import type { Tools } from "../Tools";

/** What a version holds at most: https://cloud.google.com/secret-manager/quotas */
export const mostBytes = 64 * 1024;

/** Stores a text as a new version, and answers the version's full name. The secret has to be there. */
export async function addVersion(tools: Tools, secret: string, content: string): Promise<string> {
  const bytes = Buffer.from(content);
  if (bytes.length > mostBytes)
    throw new NotDone(`The key file has ${bytes.length} bytes; Secret Manager holds at most ${mostBytes}.`);
  const google = await tools.google();
  const answer = await tools.insist(
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

/** What a version is looked for by. */
export interface HeldKey {
  id: string;
  /** PEM. */
  privateKey: string;
}

/**
 * The enabled version that holds a key whole, as from a run that was interrupted.
 *
 * @returns "unknown" where whoever runs the command may not list or read versions
 */
export async function versionWith(tools: Tools, secret: string, key: HeldKey): Promise<string | undefined> {
  const google = await tools.google();
  try {
    const query = { filter: "state:ENABLED" };
    const versions = await google.list(
      { api: "secretmanager", path: `/v1/${secret}/versions`, query },
      "versions",
    );
    for (const { name, state } of versions) {
      const held = text(name);
      if (state === "ENABLED" && held !== undefined && (await holds(tools, held, key))) return held;
    }
    return undefined;
  } catch (error) {
    if (error instanceof GoogleRefusal && error.facts.status === 403) return "unknown";
    throw error;
  }
}

async function holds(tools: Tools, version: string, { id, privateKey }: HeldKey): Promise<boolean> {
  const google = await tools.google();
  const wanted = { api: "secretmanager", method: "GET", path: `/v1/${version}:access` } as const;
  const { data } = record((await google.request(wanted))["payload"]);
  const file = record(parseJson(Buffer.from(text(data) ?? "", "base64").toString("utf8")));
  return file["private_key_id"] === id && file["private_key"] === privateKey;
}
