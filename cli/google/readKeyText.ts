import { readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { CommandIo } from "../command";
import { UsageError } from "../errors";
import type { Redactor } from "./Redactor";
import { callerClient } from "./callerClient";
import { decodeText, record, text } from "./json";
import type { RetryPolicy } from "./http";

/** Where a key is: a file (`-` for standard input), or a version in Secret Manager. */
export type KeyPlace = { file: string } | { secret: string };

/** More than any key file: a wrong file is refused before it is read to its end. */
const largest = 64 * 1024;

/**
 * Reads the key's text from a file, standard input, or Secret Manager with the caller's own credentials.
 *
 * @param redactor is told the caller's secrets, to keep them out of every output
 * @throws UsageError where there is nothing to read, GoogleRefusal or NoAnswer from Secret Manager
 */
export async function readKeyText(
  place: KeyPlace,
  io: CommandIo,
  retry: Partial<RetryPolicy>,
  redactor: Redactor,
): Promise<string> {
  if ("secret" in place) {
    const client = await callerClient(io.env, { retry, redactor });
    // https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access
    const answer = await client.request({
      api: "secretmanager",
      method: "GET",
      path: `/v1/${place.secret}:access`,
    });
    return decodeText(Buffer.from(text(record(answer["payload"])["data"]) ?? "", "base64"));
  }
  if (place.file === "-") return readAll(io.stdin);
  try {
    return decodeText(await readFile(place.file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    const why =
      { ENOENT: "there is no such file", EACCES: "you may not read it", EISDIR: "it is a directory" }[code] ??
      code;
    throw new UsageError(`The key file ${place.file} cannot be read: ${why}.`);
  }
}

async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Buffer | string);
    size += bytes.length;
    if (size > largest)
      throw new UsageError("Standard input holds more than 64 KiB: that is not a key file.");
    chunks.push(bytes);
  }
  return decodeText(Buffer.concat(chunks));
}
