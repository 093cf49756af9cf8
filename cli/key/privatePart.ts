import { createPublicKey } from "node:crypto";

/**
 * The lines of a private key's PEM that hold nothing public.
 *
 * A private key holds its public half as well, and begins like every other one: taken as a whole for a secret, it
 * would have pieces of the certificate taken out of outputs.
 */
export function privatePart(pem: string): string {
  const lines = pem.split("\n").slice(1);
  const der = Buffer.from(lines.join("\n").replace(/-----.*/s, ""), "base64");
  const { n = "" } = createPublicKey(pem).export({ format: "jwk" });
  const modulus = Buffer.from(n, "base64url");
  // The public exponent, of five bytes at most with its tag and length, stands behind the modulus.
  const publicBytes = der.indexOf(modulus) + modulus.length + 8;
  return lines.slice(Math.ceil(publicBytes / 48)).join("\n");
}
