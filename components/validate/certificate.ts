import { X509Certificate } from "node:crypto";

/**
 * A certificate in one form, however it was written: with other line ends, as base64 of the PEM, wrapped or not.
 *
 * Nothing where it is not a certificate alone.
 */
export function readCertificate(text: string): X509Certificate | undefined {
  const trimmed = text.trim();
  const pem = trimmed.startsWith("-----BEGIN")
    ? trimmed
    : Buffer.from(trimmed.replace(/\s+/g, ""), "base64").toString("latin1").trim();
  if (pem.includes("PRIVATE KEY") || !pem.startsWith("-----BEGIN CERTIFICATE-----")) return undefined;
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** The fingerprint of a certificate, however it was written; empty where it is none. */
export function fingerprint(text: string): string {
  return readCertificate(text)?.fingerprint256 ?? "";
}

/** The form that Google takes: base64 of the PEM. */
export function certificateData(text: string): string {
  const read = readCertificate(text);
  return Buffer.from(read ? read.toString() : text).toString("base64");
}
