/**
 * Writes the few kinds of ASN.1 values in DER that a certificate is made of.
 *
 * https://www.itu.int/rec/T-REC-X.690; node:crypto reads certificates and does not write them, and a library for it
 * brings a dozen packages, for what is a page here.
 */

/** One value: its tag, its length, its content. */
export function value(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

export const sequence = (...items: Buffer[]): Buffer => value(0x30, ...items);
export const set = (...items: Buffer[]): Buffer => value(0x31, ...items);
export const octets = (content: Buffer): Buffer => value(0x04, content);
export const utf8 = (text: string): Buffer => value(0x0c, Buffer.from(text));
export const yes = (): Buffer => value(0x01, Buffer.from([0xff]));
export const nothing = (): Buffer => value(0x05);
/** `[number] EXPLICIT`. */
export const tagged = (number: number, content: Buffer): Buffer => value(0xa0 + number, content);

/** A bit string; `unused` bits at its end do not count. */
export const bits = (content: Buffer, unused = 0): Buffer => value(0x03, Buffer.from([unused]), content);

/** A whole number from 0 up, as big-endian bytes. */
export function integer(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const shortest = bytes.subarray(start);
  // With its first bit set it would be read as negative.
  const padding = (shortest[0] ?? 0) >= 0x80 || shortest.length === 0 ? [0] : [];
  return value(0x02, Buffer.from(padding), shortest);
}

/** An object identifier such as `2.5.4.3`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** A time, in the form that RFC 5280 wants for its year: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5 */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+|[-:T]/g, "");
  return date.getUTCFullYear() < 2050
    ? value(0x17, Buffer.from(digits.slice(2)))
    : value(0x18, Buffer.from(digits));
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return Buffer.from([0x80 + bytes.length, ...bytes]);
}

/** Seven bits a byte, the first bit set in all but the last. */
function base128(number: number): number[] {
  const bytes = [number % 128];
  for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
    bytes.unshift((left % 128) + 128);
  return bytes;
}
