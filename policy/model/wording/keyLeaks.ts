import type { KeyLeak } from "../verdicts/keys/keyLeaks";
import { printable } from "./lists";

/** Says where, never what. */
export function keyLeakMessage(leak: KeyLeak): string {
  const { resource, path, member, key, how } = leak;
  const which = key === undefined ? "a private key" : `the private key (${printable(key.resource.name)})`;
  const what = `${which} of ${printable(member)}`;
  const reaches =
    how === "dependency"
      ? `cannot be read here yet, and takes its value from ${what}`
      : key === undefined
        ? `holds ${what}`
        : `holds ${what}, whole or in part`;
  return `${place(resource.type, resource.name, path)} ${reaches}; keep the key in a secrets manager alone, name the secret here, and replace a key that has been there already.`;
}

function place(type: string, name: string, path: string): string {
  if (type === "pulumi:pulumi:Stack") return `The stack output ${printable(path)}`;
  return `${printable(path)} of ${printable(type)} ${printable(name)}`;
}
