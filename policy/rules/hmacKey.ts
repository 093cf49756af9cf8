import { commandKeys } from "../model/verdicts/keys/commandKeys";
import { hmacKeys } from "../model/verdicts/keys/otherCredentials";
import { hmacKeyMessage, commandHmacMessage } from "../model/wording/keys";
import type { Rule } from "./rule";

export const hmacKey: Rule = {
  id: "hmac-key",
  group: "keys",
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
