import { generateKeyPairSync, type KeyPairKeyObjectResult } from "node:crypto";

const made = new Map<number | "system", KeyPairKeyObjectResult>();

/**
 * A key pair of 2048 bits, the same for a number in all of a process's tests: making one takes a quarter of a second.
 *
 * Made again in each run, so that no private key is in this repository.
 */
export function rsaKey(which: number | "system" = 0): KeyPairKeyObjectResult {
  const pair = made.get(which) ?? generateKeyPairSync("rsa", { modulusLength: 2048 });
  made.set(which, pair);
  return pair;
}

/** The private half in PEM, PKCS #8. */
export function rsaPem(which?: number): string {
  return rsaKey(which).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
