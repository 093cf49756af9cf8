import { X509Certificate } from "node:crypto";
import type { Draft } from "../draft";
import type { Tools } from "../Tools";
import { listKeys, publicKeyOf, type LiveKey } from "./keys";

/** The key at Google whose public half is a draft's, whoever has uploaded it; undefined where there is none yet. */
export async function findUploaded(tools: Tools, draft: Draft): Promise<LiveKey | undefined> {
  const { publicKey } = new X509Certificate(draft.certificate);
  const uploaded = (await listKeys(tools, draft.account)).filter(({ origin }) => origin === "uploaded");
  for (const key of uploaded) {
    if ((await publicKeyOf(tools, draft.account, key.id)).equals(publicKey)) return key;
  }
  return undefined;
}
