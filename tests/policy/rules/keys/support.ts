import { rsaKey, rsaPem } from "../../../support/rsaKeys";
import { assess, type Assessment } from "../../../../policy/access/assessment";
import { packConfig } from "../../../../policy/access/config";
import { fromPolicyResource } from "../../../../policy/stack/fromPulumi";
import { toPlain } from "../../../../policy/stack/plain";
import { asPolicyResources, type TestResource, today } from "../../support";

/** The stack as the verdicts read it. */
export function access(resources: readonly TestResource[], config: unknown = {}): Assessment {
  return assess(asPolicyResources(resources).map(fromPolicyResource), packConfig(toPlain(config)), today);
}

/** A key in PEM, the same for a number in all tests of a process. */
export function keyPair(number: number): { readonly pem: string; readonly publicKey: string } {
  const publicKey = rsaKey(number).publicKey.export({ type: "spki", format: "pem" }).toString();
  return { pem: rsaPem(number), publicKey };
}

/** A service account's key file. */
export function keyFile(email: string, pem: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ type: "service_account", private_key: pem, client_email: email, ...more });
}

/** The URN that tests give to a resource. */
export function urn(type: string, name: string): string {
  return `urn:pulumi:test::stack::${type}::${name}`;
}
