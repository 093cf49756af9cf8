import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

/** The text without what wraps, escapes and encodes its characters; `-` and `_` become the `+` and `/` of base64. */
export function plainCharacters(text: string): string {
  // Most texts of a stack are plain already.
  if (!/[\s\0%\\_-]/.test(text)) return text;
  return percentDecoded(text)
    .replace(/\\(?:u00([0-9a-fA-F]{2})|[nrt])?/g, (_, hex?: string) =>
      hex === undefined ? "" : fromHex(hex),
    )
    .replace(/[\s\0]+/g, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/");
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => fromHex(hex));
}

function fromHex(hex: string): string {
  return String.fromCharCode(parseInt(hex, 16));
}

/**
 * What the encoded parts of a text decode to, byte by byte as characters.
 *
 * A part may be cut out of a longer one: so every offset is tried.
 *
 * @param plain as `plainCharacters` gives it
 */
export function* decodings(plain: string): Generator<string> {
  for (const [run] of plain.matchAll(/[A-Za-z0-9+/]{24,}/g))
    if (threeCapitals.test(run))
      for (let offset = 0; offset < 4; offset++)
        for (const bytes of unpacked(Buffer.from(run.slice(offset), "base64"), offset))
          yield bytes.toString("latin1");
  const hexadecimal = /(?:[0-9a-fA-F]{2}:){23}/.test(plain) ? plain.replaceAll(":", "") : plain;
  for (const [run] of hexadecimal.matchAll(/[0-9a-fA-F]{48,}/g))
    for (let offset = 0; offset < 2; offset++)
      for (const bytes of unpacked(Buffer.from(run.slice(offset), "hex"), offset))
        yield bytes.toString("latin1");
}

/** The bytes as they are, and what gzip (Terraform's base64gzip, cloud-init), zlib, deflate or Brotli has packed in them. */
function* unpacked(bytes: Buffer, offset: number): Generator<Buffer> {
  yield bytes;
  const [first = 0] = bytes;
  if (first === 0x1f) yield* attempt(() => gunzipSync(bytes, limits));
  if (first === 0x78) yield* attempt(() => inflateSync(bytes, limits));
  // The others have no mark: only a whole run that is as long as a packed key and begins as packed texts do is tried.
  if (offset > 0 || bytes.length < shortestPacked) return;
  if ((first & lastDynamicBlock.mask) === lastDynamicBlock.bits)
    yield* attempt(() => inflateRawSync(bytes, limits));
  if ((first & usualWindow.mask) === usualWindow.bits)
    yield* attempt(() => brotliDecompressSync(bytes, { maxOutputLength: limits.maxOutputLength }));
}

const limits = { maxOutputLength: 1_000_000, finishFlush: constants.Z_SYNC_FLUSH };

/** Deflate: the one block of a short text, with codes of its own (RFC 1951, 3.2.3). */
const lastDynamicBlock = { mask: 0b111, bits: 0b101 };

/** Brotli: a window of 22 bits, which every encoder takes by default (RFC 7932, 9.1). */
const usualWindow = { mask: 0b1111, bits: 0b1011 };

/** A key of 2,048 bits holds 1,200 bytes that nothing packs any denser. */
const shortestPacked = 1_000;

function* attempt(unpack: () => Buffer): Generator<Buffer> {
  try {
    yield unpack();
  } catch {
    // Not packed in this way.
  }
}

/** Names and paths have hardly a capital, and of base64 every third character is one. */
const threeCapitals = /(?:[A-Z][^A-Z]*){3}/;

/**
 * Whether decoded bytes may be a text: those of a wrong offset, of keys and of images are not.
 *
 * A long one may have words of a script before it that were decoded too, so its middle is looked at as well.
 */
export function isReadable(decoded: string): boolean {
  const middle = decoded.length >> 1;
  return (
    readable.test(decoded.slice(0, 48)) || (middle >= 48 && readable.test(decoded.slice(middle, middle + 48)))
  );
}

const readable = /^[\t\n\r\0\x20-\x7e]*$/;

/** Up to the five dashes, here pluses, of the next line that begins or ends a key. */
const pem = /BEGIN[A-Z0-9]{0,20}PRIVATEKEY(?:BLOCK)?\+{0,5}((?:[A-Za-z0-9/]|\+(?!\+{4})){0,4000})/g;

const jsonKey = /"private\/key":"([A-Za-z0-9+/]{40,4000})/g;

/**
 * Whether the text holds a private key in PEM, or a service account's key file.
 *
 * A placeholder in their place is none: a key begins as all of them do, or looks random.
 *
 * @param plain as `plainCharacters` gives it
 */
export function hasKeyShape(plain: string): boolean {
  for (const [, body = ""] of plain.matchAll(pem)) if (isKeyBody(body)) return true;
  if (!plain.includes('"service/account"')) return false;
  for (const [, value = ""] of plain.matchAll(jsonKey))
    if (!value.includes("PRIVATEKEY") && isRandom(value)) return true;
  return false;
}

function isKeyBody(body: string): boolean {
  return (body.startsWith("MII") && body.length >= 8) || isRandom(body);
}

function isRandom(text: string): boolean {
  return (
    text.length >= 40 &&
    /[a-z]/.test(text) &&
    /[A-Z]/.test(text) &&
    /[0-9]/.test(text) &&
    new Set(text).size >= 16
  );
}

/** The account of a key file, where the text is one, as JSON or YAML, escaped or not. */
export function keyFileAccount(text: string): string | undefined {
  return /client_email(?:\\*["']|&quot;)?\s{0,20}:\s{0,20}(?:\\*["']|&quot;)?([\w.-]{1,200}@[\w.-]{1,200})/
    .exec(percentDecoded(text))?.[1]
    ?.toLowerCase();
}
