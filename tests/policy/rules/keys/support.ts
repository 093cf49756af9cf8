import { generateKeyPairSync } from "node:crypto";
import { assess, type Assessment } from "../../../../policy/access/assessment";
import { packConfig } from "../../../../policy/access/config";
import { fromPolicyResource } from "../../../../policy/stack/fromPulumi";
import { toPlain } from "../../../../policy/stack/plain";
import { asPolicyResources, type TestResource, today } from "../../support";

/** The stack as the verdicts read it. */
export function access(resources: readonly TestResource[], config: unknown = {}): Assessment {
  return assess(asPolicyResources(resources).map(fromPolicyResource), packConfig(toPlain(config)), today);
}

/** A key made again in each run, in PEM: no private key stands in this repository. */
export function keyPair(): { readonly pem: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    pem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}

/** A service account's key file. */
export function keyFile(email: string, pem: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ type: "service_account", private_key: pem, client_email: email, ...more });
}

/** The URN that tests give to a resource. */
export function urn(type: string, name: string): string {
  return `urn:pulumi:test::stack::${type}::${name}`;
}
