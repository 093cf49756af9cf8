import { generateKeyPairSync } from "node:crypto";
import { selfSigned } from "../../../cli/key/certificate";

/** Another one in each call, for a year. */
export function certificate(): string {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const notBefore = new Date(Date.now() - 60_000);
  const notAfter = new Date(Date.now() + 365 * 86_400_000);
  return selfSigned({ name: "segment", notBefore, notAfter, publicKey, privateKey });
}
