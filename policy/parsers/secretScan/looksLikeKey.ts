import { isList, isObject, type Plain } from "../../stack/plain";

/** As long as the shortest part of a key that counts as evidence. */
const shortest = 20;

/**
 * Whether a value is worth a search for key material, in one pass over its characters: a run of 20 that base64, an escape
 * or a URL's encoding is made of, with letters of both cases or in hexadecimal.
 *
 * Most texts of a stack are no such thing, and a stack may hold a hundred thousand of them.
 */
export function looksLikeKey(value: Plain): boolean {
  if (typeof value === "string") return longRun.test(value) && hasRun([value]);
  // A key may be split into lines, each of them short.
  if (isList(value))
    return hasRun(value.filter((part) => typeof part === "string")) || value.some(looksLikeKey);
  if (!isObject(value)) return false;
  for (const name of Object.keys(value))
    if (looksLikeKey(name) || looksLikeKey(value[name] ?? null)) return true;
  return false;
}

/** Told by the regular expression engine, which is faster than the loop below: most texts end here. */
const longRun = /[A-Za-z0-9+/_=%\\\n\r\t:-]{20}/;

const upper = 1;

const lower = 2;

const other = 4;

const blank = 8;

const hex = 16;

const kinds = new Uint8Array(128);

for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (/[A-Z]/.test(character)) kinds[code] = upper;
  else if (/[a-z]/.test(character)) kinds[code] = lower;
  else if (/[0-9+/_=%\\-]/.test(character)) kinds[code] = other;
  else if (/[\n\r\t]/.test(character)) kinds[code] = blank;
  if (/[0-9a-fA-F:]/.test(character)) kinds[code] = (kinds[code] ?? 0) | hex;
}

/** The texts are read as one. */
function hasRun(texts: readonly string[]): boolean {
  let run = 0;
  let cases = 0;
  let hexRun = 0;
  for (const text of texts) {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const kind = kinds[code] ?? 0;
      if (kind === blank) continue;
      hexRun = (kind & hex) === 0 ? 0 : hexRun + 1;
      if ((kind & (upper | lower | other)) === 0) {
        run = 0;
        cases = 0;
      } else {
        run++;
        cases |= kind & (upper | lower);
      }
      if ((run >= shortest && cases === (upper | lower)) || hexRun >= 2 * shortest) return true;
    }
  }
  return false;
}
