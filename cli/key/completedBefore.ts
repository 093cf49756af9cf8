import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { findUploaded, type Uploaded } from "./google/findUploaded";
import { versionsWith } from "./google/secretVersions";
import type { KeyContext } from "./KeyContext";
import { accountNamed, type AccountName } from "./names";
import { ActionRefused, type Outcome } from "./outcome";

/** The secret that the stack makes for an account's key, unless told otherwise. */
export function secretOf({ project, id }: AccountName): string {
  return `projects/${project}/secrets/${id}-key`;
}

/** The certificate that `key make` has left beside a draft, with the account that it is for. */
export async function readCertificate(file: string): Promise<Uploaded | undefined> {
  const certificate = await readFile(`${file}.crt`, "utf8").catch(() => undefined);
  if (certificate === undefined) return undefined;
  try {
    const { subject } = new X509Certificate(certificate);
    const part = (name: string): string => new RegExp(`^${name}=(.+)$`, "m").exec(subject)?.[1] ?? "";
    const [project = "", domain] = part("O").split(":").reverse();
    const account = accountNamed(
      `${part("CN")}@${project}${domain === undefined ? "" : `.${domain}`}.iam.gserviceaccount.com`,
    );
    return account && { account, certificate };
  } catch {
    return undefined;
  }
}

/**
 * What `key complete` says when it is run again after all is done: it looks whether all is done.
 *
 * @throws ActionRefused where the private half is nowhere to be found
 */
export async function completedBefore(
  context: KeyContext,
  left: Uploaded,
  file: string,
  given: string | undefined,
): Promise<Outcome> {
  const secret = given ?? secretOf(left.account);
  const certificate = new X509Certificate(left.certificate);
  const key = await findUploaded(context, left);
  const versions = key
    ? await versionsWith(
        context,
        secret,
        ({ id, privateKey }) => id === key.id && isPairOf(certificate, privateKey),
      )
    : [];
  const [version] = versions === "unknown" ? [] : versions;
  if (key === undefined || version === undefined) {
    const why =
      versions === "unknown"
        ? `whether ${secret} holds its key is unknown, because you may not read it`
        : `${secret} holds no key of its certificate`;
    throw new ActionRefused(`There is no file ${file}, and ${why}.`, [
      "Look for the file where key make was run; if it is lost, make another pair: segment-bigquery key make.",
    ]);
  }
  return {
    code: 0,
    lines: [`${file} was completed before: ${version} holds ${key.name}. Nothing is left to do.`],
    next: [],
    data: { key: key.name, expires: key.expires, secretVersion: version, storedNow: false, readBack: true },
  };
}

function isPairOf(certificate: X509Certificate, privateKey: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    return false;
  }
}
