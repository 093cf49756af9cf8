import { generateKeyPairSync, type KeyPairKeyObjectResult } from "node:crypto";

const made = new Map<string | number, KeyPairKeyObjectResult>();

/**
 * A key pair of 2048 bits, the same for a name in all of a process's tests: making one takes a quarter of a second.
 *
 * Made again in each run, so that no private key is in this repository.
 */
export function rsaKey(name: string | number = "own"): KeyPairKeyObjectResult {
  const pair = made.get(name) ?? generateKeyPairSync("rsa", { modulusLength: 2048 });
  made.set(name, pair);
  return pair;
}

/** The private half in PEM, PKCS #8. */
export function rsaPem(name?: string | number): string {
  return rsaKey(name).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
