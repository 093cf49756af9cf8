import { createPrivateKey } from "node:crypto";
import { isObject, type PlainObject, toPlain } from "../../stack/plain";
import { plainCharacters } from "./decodings";

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

/** A private key begins with the public one: a certificate, which holds that too, is not a leak. */
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

/** Shorter parts are no evidence: 20 characters of base64 hold 15 bytes of a key. */
export const shortestFragment = 20;

/** Half of the shortest, so that each part of that length holds one that begins at a multiple of it. */
const gram = shortestFragment / 2;

/** Fewer different characters stand in padding and placeholders. */
const fewest = 5;

interface Place {
  readonly key: number;
  readonly source: string;
  readonly at: number;
}

/**
 * Finds parts of secret texts in other texts, in time proportional to the other text's length.
 *
 * Every ten characters of the secrets are indexed and every tenth place of a text is looked up: whatever has 20 characters in
 * common with a secret has ten of them at such a place.
 */
export class Fragments {
  private readonly places = new Map<string, Place[]>();

  /** @param key what a find of this source tells */
  add(source: string, key: number): void {
    for (let at = 0; at + gram <= source.length; at++) {
      const part = source.slice(at, at + gram);
      if (!isVaried(part)) continue;
      const places = this.places.get(part);
      if (places === undefined) this.places.set(part, [{ key, source, at }]);
      // No key repeats itself this often; the limit keeps a hostile text from costing much.
      else if (places.length < 4) places.push({ key, source, at });
    }
  }

  /** The key of which the text holds a part. */
  find(text: string): number | undefined {
    if (this.places.size === 0) return undefined;
    for (let at = 0; at + gram <= text.length; at += gram) {
      const places = this.places.get(text.slice(at, at + gram));
      const found = places?.find((place) => overlap(text, at, place) >= shortestFragment);
      if (found !== undefined) return found.key;
    }
    return undefined;
  }
}

function isVaried(part: string): boolean {
  let different = 0;
  for (let at = 0; at < part.length; at++) if (part.indexOf(part[at] as string) === at) different++;
  return different >= fewest;
}

/** How many characters text and source have in common around these places, of which they share the first ten. */
function overlap(text: string, at: number, place: Place): number {
  let before = 0;
  while (at > before && text[at - before - 1] === place.source[place.at - before - 1]) before++;
  let after = gram;
  while (at + after < text.length && text[at + after] === place.source[place.at + after]) after++;
  return before + after;
}
