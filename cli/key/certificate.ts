import { type KeyObject, randomBytes, sign } from "node:crypto";

/** The contents of a certificate. */
interface CertificateContent {
  /** Common name of both issuer and subject, 1 to 64 characters; Google does not look at it. */
  name: string;
  /** Their organization, 1 to 64 characters. @default - none */
  organization?: string;
  notBefore: Date;
  notAfter: Date;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

/**
 * A self-signed X.509 certificate in PEM, as Google wants for an uploaded key.
 *
 * https://cloud.google.com/iam/docs/keys-upload, https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export function selfSigned({
  name,
  organization,
  notBefore,
  notAfter,
  publicKey,
  privateKey,
}: CertificateContent): string {
  const sha256WithRsa = sequence(oid("1.2.840.113549.1.1.11"), nothing());
  const who = sequence(
    ...(organization === undefined ? [] : [set(sequence(oid("2.5.4.10"), utf8(organization)))]),
    set(sequence(oid("2.5.4.3"), utf8(name))),
  );
  const basicConstraints = sequence(oid("2.5.29.19"), yes(), octets(sequence()));
  const digitalSignature = sequence(oid("2.5.29.15"), yes(), octets(bits(Buffer.from([0x80]), 7)));
  const toBeSigned = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    sha256WithRsa,
    who,
    sequence(time(notBefore), time(notAfter)),
    who,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(3, sequence(basicConstraints, digitalSignature)),
  );
  const signature = sign("sha256", toBeSigned, privateKey);
  return pem(sequence(toBeSigned, sha256WithRsa, bits(signature)));
}

/** Positive, never zero, and at most 20 octets. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

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

const sequence = (...items: Buffer[]): Buffer => value(0x30, ...items);
const set = (...items: Buffer[]): Buffer => value(0x31, ...items);
const octets = (content: Buffer): Buffer => value(0x04, content);
const utf8 = (text: string): Buffer => value(0x0c, Buffer.from(text));
const yes = (): Buffer => value(0x01, Buffer.from([0xff]));
const nothing = (): Buffer => value(0x05);
/** `[number] EXPLICIT`. */
const tagged = (number: number, content: Buffer): Buffer => value(0xa0 + number, content);

/** A bit string; `unused` bits at its end do not count. */
const bits = (content: Buffer, unused = 0): Buffer => value(0x03, Buffer.from([unused]), content);

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
