import { createPrivateKey } from "node:crypto";
import { isObject, toPlain, type PlainObject } from "../plain";
import { Fragments, shortestFragment } from "./fragments";
import { plainCharacters } from "./textViews";

/** What of the stack's keys must be found nowhere else. */
export interface KnownKeys {
  readonly fragments: Fragments;
  /** Whole secrets in plain characters, each with the key it is of. */
  readonly wholes: readonly { readonly text: string; readonly key: number }[];
  /** The length below which a text holds nothing of a key. */
  readonly shortest: number;
}

/** A whole secret shorter than this counts only where it is all of a text. */
export const shortestContained = 16;
const shortestWhole = 8;
/** Where a key cannot be parsed: the begin of its base64, which all keys have in common. */
const commonBegin = 52;

/**
 * @param keys values of `privateKey`: base64 of a key file, or the key file itself, or whatever another type of key holds
 */
export function knownKeys(keys: readonly string[]): KnownKeys {
  const fragments = new Fragments();
  const wholes = new Map<string, number>();
  keys.forEach((written, key) => {
    if (written === "[secret]") return;
    const file = keyFileOf(written);
    const parsed = objectOf(file);
    const inFile = parsed?.["private_key"];
    const pem = typeof inFile === "string" ? inFile : file.startsWith("-----BEGIN") ? file : undefined;
    const texts = [written, file];
    if (pem !== undefined) texts.push(pem, bodyOf(pem));
    for (const text of texts) {
      const whole = plainCharacters(text);
      if (whole.length >= shortestWhole && !wholes.has(whole)) wholes.set(whole, key);
    }
    if (parsed !== undefined && pem === undefined) return;
    for (const part of secretParts(pem, written)) fragments.add(part, key);
  });
  return {
    fragments,
    wholes: [...wholes].map(([text, key]) => ({ text, key })),
    shortest: Math.min(shortestFragment, ...[...wholes.keys()].map((text) => text.length)),
  };
}

function keyFileOf(written: string): string {
  return written.includes("{") || written.includes("-----")
    ? written
    : Buffer.from(written, "base64").toString("utf8");
}

function objectOf(file: string): PlainObject | undefined {
  try {
    const parsed = toPlain(JSON.parse(file));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    // Keys of other types are no JSON.
  }
}

function bodyOf(pem: string): string {
  return pem.replace(/-----[^-]*-----|\s/g, "");
}

/** The key's base64 and its bytes, without what is public of them. */
function secretParts(pem: string | undefined, written: string): string[] {
  const base64 = pem === undefined ? written.replace(/\s/g, "") : bodyOf(pem);
  const bytes = Buffer.from(base64, "base64");
  const start = pem === undefined ? 0 : (secretStart(pem, bytes) ?? (commonBegin / 4) * 3);
  const secret = bytes.subarray(start).toString("latin1");
  return [base64.slice(Math.ceil(start / 3) * 4), secret];
}

/** A private key begins with the public one: a certificate, which holds that too, is no leak. */
function secretStart(pem: string, bytes: Buffer): number | undefined {
  try {
    const { n } = createPrivateKey(pem).export({ format: "jwk" });
    const modulus = Buffer.from(n ?? "", "base64url");
    const at = bytes.indexOf(modulus);
    return modulus.length === 0 || at < 0 ? undefined : at + modulus.length;
  } catch {
    // Nothing is known of a key that cannot be parsed; the error is not passed on, for it may quote it.
  }
}
