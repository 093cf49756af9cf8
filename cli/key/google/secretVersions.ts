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

/**
 * The enabled version that holds a key already, from a run that was interrupted.
 *
 * @returns "unknown" where whoever runs the command may not list or read versions
 */
export async function versionWith(tools: Tools, secret: string, keyId: string): Promise<string | undefined> {
  const google = await tools.google();
  try {
    const query = { filter: "state:ENABLED" };
    const versions = await google.list(
      { api: "secretmanager", path: `/v1/${secret}/versions`, query },
      "versions",
    );
    for (const { name, state } of versions) {
      const held = text(name);
      if (state === "ENABLED" && held !== undefined && (await keyIdIn(tools, held)) === keyId) return held;
    }
    return undefined;
  } catch (error) {
    if (error instanceof GoogleRefusal && error.facts.status === 403) return "unknown";
    throw error;
  }
}

/** The id of the key that a version holds. */
async function keyIdIn(tools: Tools, version: string): Promise<string | undefined> {
  const google = await tools.google();
  const answer = await google.request({
    api: "secretmanager",
    method: "GET",
    path: `/v1/${version}:access`,
  });
  const content = Buffer.from(text(record(answer["payload"])["data"]) ?? "", "base64").toString("utf8");
  return text(record(parseJson(content))["private_key_id"]);
}
