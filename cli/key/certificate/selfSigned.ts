import { randomBytes, sign, type KeyObject } from "node:crypto";
import { bits, integer, nothing, octets, oid, sequence, set, tagged, time, utf8, yes } from "./der";

/** What stands in a certificate. */
export interface CertificateContent {
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
