import { X509Certificate } from "node:crypto";
import type { AccountName } from "../names";
import type { KeyContext } from "../KeyContext";
import { listKeys, publicKeyOf, type LiveKey } from "./keys";

/** What a key that was uploaded is looked for by: a draft, or what is left of one. */
export interface Uploaded {
  account: AccountName;
  /** PEM. */
  certificate: string;
}

/** The key at Google whose public half is a certificate's, whoever has uploaded it; undefined where there is none yet. */
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
