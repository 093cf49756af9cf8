import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { isList, isObject, type Plain, text } from "../../stack/plain";
import type { SegmentKey } from "./segmentKeys";

/**
 * Whether a value holds the private half of a key, judged by the public one: for keys whose private part the stack does
 * not know, such as uploaded ones.
 *
 * @returns undefined where it cannot be determined: the public half is not known, or what stands there cannot be read
 */
export function holdsHalfOf(value: Plain, key: SegmentKey): boolean | undefined {
  const half = publicHalf(key);
  if (half === undefined) return undefined;
  const found = privateKeysIn(value);
  if (found.length === 0) return undefined;
  return found.some((one) => createPublicKey(one).equals(half));
}

/** Google keeps the certificate in base64; what is uploaded may be it, or its PEM. */
function publicHalf({ resource: { props } }: SegmentKey): KeyObject | undefined {
  for (const property of ["publicKey", "publicKeyData"]) {
    const written = text(props[property]);
    if (typeof written !== "string") continue;
    const pem = written.includes("-----BEGIN") ? written : Buffer.from(written, "base64").toString("utf8");
    const half = attempt(() => createPublicKey(pem));
    if (half) return half;
  }
  return undefined;
}

const pem = /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^-]{1,10000}-----END [A-Z ]{0,20}PRIVATE KEY-----/g;

function privateKeysIn(value: Plain): KeyObject[] {
  if (typeof value === "string") {
    return [...value.replace(/\\+n/g, "\n").matchAll(pem)].flatMap(
      ([found]) => attempt(() => createPrivateKey(found)) ?? [],
    );
  }
  if (isList(value)) return value.flatMap(privateKeysIn);
  return isObject(value) ? Object.values(value).flatMap(privateKeysIn) : [];
}

/** Undefined for what cannot be parsed. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // The error is not passed on, for it may quote the key.
  }
}
