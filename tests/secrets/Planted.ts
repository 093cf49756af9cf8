import { createPublicKey } from "node:crypto";
import { rsaPem } from "../support/rsaKeys";

/** A private key that tests look for everywhere: the same wherever none is given. */
export class Planted {
  /** PEM, PKCS #8. */
  readonly pem: string;
  /** The lines of the PEM that hold nothing public: the modulus may be anywhere. */
  readonly privateLines: readonly string[];

  constructor(pem?: string) {
    this.pem = pem ?? rsaPem();
    const lines = this.pem.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
    const modulus = Buffer.from(createPublicKey(this.pem).export({ format: "jwk" }).n ?? "", "base64url");
    const der = Buffer.from(lines.join(""), "base64");
    const end = der.indexOf(modulus) + modulus.length + 8;
    this.privateLines = lines.slice(Math.ceil(end / 48));
  }

  /** Google's key file with it. */
  file(email: string, id = "0123456789abcdef0123456789abcdef01234567"): string {
    const content = {
      type: "service_account",
      project_id: "acme-prod",
      private_key_id: id,
      private_key: this.pem,
      client_email: email,
      token_uri: "https://oauth2.googleapis.com/token",
    };
    return JSON.stringify(content, null, 2);
  }
}
