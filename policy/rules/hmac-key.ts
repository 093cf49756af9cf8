import { printable } from "../stack/text";
import { type CommandKey, commandKeys, commandOf } from "./keys/commandKeys";
import { hmacKeys, type OtherCredential } from "./keys/otherCredentials";
import type { Rule } from "./rule";

export const hmacKey: Rule = {
  id: "hmac-key",
  title: "Segment's account has no HMAC key",
  description:
    "Rejects an HMAC key for Cloud Storage that is bound to Segment's account, and a command that makes one.",
  level: "mandatory",
  severity: "high",
  tags: ["key"],
  remediation: "Set the key's state to `INACTIVE`, then remove it.",
  url: "https://cloud.google.com/storage/docs/authentication/hmackeys",
  find: (assessment) => [
    ...hmacKeys(assessment).map((found) => ({ urn: found.resource.urn, message: hmacKeyMessage(found) })),
    ...commandKeys(assessment, "hmac").map((found) => ({
      urn: found.resource.urn,
      message: commandHmacMessage(found),
    })),
  ],
};

export function hmacKeyMessage({ resource, owner }: OtherCredential): string {
  return (
    `${printable(owner.member)} has the HMAC key ${printable(resource.name)} for Cloud Storage, which Segment does not use and which never expires; ` +
    "set its state to INACTIVE, then remove it."
  );
}

export function commandHmacMessage(found: CommandKey): string {
  return (
    `${commandOf(found)} makes an HMAC key of ${printable(found.owner.member)} for Cloud Storage, which Segment does not use and which never expires; ` +
    "take the command out, and remove the key that it has made."
  );
}
