import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { constants } from "node:fs";
import { open, unlink } from "node:fs/promises";
import { ActionRefused, UsageError } from "../errors";
import { isRecord, parseJson, text } from "../google/json";
import { type AccountName, accountNamed } from "./names";
import type { KeyContext } from "./KeyContext";

/** One of the component's two places for a key. */
export type Slot = "a" | "b";

/** A key file that lacks only the key's id, which Google gives: the one place of the private half until it is stored. */
export interface Draft {
  account: AccountName;
  slot: Slot;
  /** PEM. */
  certificate: string;
  /** PEM, PKCS #8. */
  privateKey: string;
}

const kind = "segment-bigquery-draft-1";

/**
 * Writes a draft that its owner alone can read. A file of that name that is there already is never touched.
 *
 * @throws UsageError where it cannot be written
 */
export async function writeDraft(file: string, draft: Draft): Promise<void> {
  const { account, slot, certificate, privateKey } = draft;
  const content = { kind, account: account.email, slot, certificate, privateKey };
  // O_EXCL also refuses a symbolic link, behind which somebody else could read.
  const handle = await open(file, "wx", 0o600).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be written: ${why(error)}.`);
  });
  try {
    await handle.chmod(0o600);
    await handle.writeFile(JSON.stringify(content, null, 2) + "\n");
    await handle.sync();
  } catch (error) {
    await unlink(file);
    throw new UsageError(`${file} cannot be written: ${why(error)}. Nothing of it was left.`);
  } finally {
    await handle.close();
  }
}

/**
 * Reads a draft.
 *
 * @returns undefined where there is no such file
 * @throws ActionRefused where others can read it, or it is broken; UsageError where it cannot be read
 */
export async function readDraft(file: string): Promise<Draft | undefined> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UsageError(`${file} cannot be read: ${why(error)}.`);
  });
  if (!handle) return undefined;
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > 64 * 1024)
      throw new UsageError(`${file} is not a file that \`key make\` has written.`);
    // Windows has no such bits.
    if (process.platform !== "win32" && (stat.mode & 0o077) !== 0)
      throw new ActionRefused(
        `${file} can be read by others (mode ${(stat.mode & 0o777).toString(8)}): its private key counts as leaked.`,
        [
          "Remove it, and make another pair: segment-bigquery key make.",
          "If its certificate is with Google already: segment-bigquery key revoke KEY.",
        ],
      );
    return draftFrom(await handle.readFile("utf8"), file);
  } finally {
    await handle.close();
  }
}

/** Removes the draft. Its bytes may stay on the disk until something overwrites them: use an encrypted disk. */
export async function removeDraft(file: string): Promise<void> {
  await unlink(file);
}

function draftFrom(content: string, file: string): Draft {
  const parsed = parseJson(content);
  const fields = isRecord(parsed) && parsed["kind"] === kind ? parsed : {};
  const account = accountNamed(text(fields["account"]) ?? "");
  const { slot, certificate, privateKey } = fields;
  const good =
    account &&
    (slot === "a" || slot === "b") &&
    typeof certificate === "string" &&
    typeof privateKey === "string" &&
    belongTogether(certificate, privateKey);
  if (!good)
    throw new ActionRefused(
      `${file} holds no whole key pair: it is not a file of \`key make\`, or writing it was interrupted.`,
      ["If key make was interrupted, nothing of it has been used: remove the file, and make another pair."],
    );
  return { account, slot, certificate, privateKey };
}

function belongTogether(certificate: string, privateKey: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    return false;
  }
}

/** The reason by its code: the system's own words would name paths only, but need not be trusted with more. */
function why(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
  const words: Record<string, string> = {
    EEXIST: "it is there already, and is left as it is",
    ENOENT: "there is no such directory",
    EACCES: "you may not",
    EISDIR: "it is a directory",
    ELOOP: "it is a symbolic link",
    ENOSPC: "the disk is full",
  };
  return words[code] ?? code;
}

/** A draft that must be there; its key stays out of every output from now on. */
export async function requireDraft(file: string, { redactor }: KeyContext): Promise<Draft> {
  const draft = await readDraft(file);
  if (!draft)
    throw new ActionRefused(`There is no file ${file}.`, [
      "Make a pair: segment-bigquery key make. If it was completed before, its JSON is in Secret Manager, and nothing is left to do.",
    ]);
  redactor.add(privatePart(draft.privateKey));
  return draft;
}

/**
 * The lines of a private key's PEM that hold nothing public.
 *
 * A private key holds its public half as well, and begins like every other one: taken as a whole for a secret, it
 * would have pieces of the certificate taken out of outputs.
 */
export function privatePart(pem: string): string {
  const lines = pem.split("\n").slice(1);
  const der = Buffer.from(lines.join("\n").replace(/-----.*/s, ""), "base64");
  const { n = "" } = createPublicKey(pem).export({ format: "jwk" });
  const modulus = Buffer.from(n, "base64url");
  // The public exponent, of five bytes at most with its tag and length, stands behind the modulus.
  const publicBytes = der.indexOf(modulus) + modulus.length + 8;
  return lines.slice(Math.ceil(publicBytes / 48)).join("\n");
}
