import { keyMaterialFinder, scanForSecrets } from "../../../../policy/parsers/secretScan/scan";
import type { Plain } from "../../../../policy/stack/plain";
import { rsaKey, rsaPem } from "../../../support/rsaKeys";

export const pair = {
  privateKey: rsaPem(),
  publicKey: rsaKey().publicKey.export({ type: "spki", format: "pem" }).toString(),
};

export const email = "segment@acme.iam.gserviceaccount.com";

export const file = (privateKey: string, indent?: number) =>
  JSON.stringify(
    {
      type: "service_account",
      project_id: "acme",
      private_key_id: "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c",
      private_key: privateKey,
      client_email: email,
      client_id: "123456789012345678901",
      token_uri: "https://oauth2.googleapis.com/token",
    },
    null,
    indent,
  );

export const base64 = (text: string, encoding: BufferEncoding = "base64") =>
  Buffer.from(text).toString(encoding);

export const pem = pair.privateKey;

export const key = base64(file(pem, 2));

export const body = pem.replace(/-----.*-----|\s/g, "");

export const der = Buffer.from(body, "base64");

const finder = keyMaterialFinder([key]);

/** A chai message would print what it compares: compare outside of it. */
export function found(value: Plain, known?: readonly string[]): string {
  const trace = known === undefined ? finder(value) : scanForSecrets(value, known);
  return trace === undefined
    ? "nothing"
    : `${trace.how} ${trace.key ?? trace.account ?? ""} at ${trace.path || "itself"}`;
}
