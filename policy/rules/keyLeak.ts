import { commandKeys } from "../model/verdicts/keys/commandKeys";
import { keyLeaks } from "../model/verdicts/keys/keyLeaks";
import { keyLeakMessage } from "../model/wording/keyLeaks";
import { commandKeyMessage } from "../model/wording/keys";
import type { Rule } from "./rule";

export const keyLeak: Rule = {
  id: "key-leak",
  group: "keys",
  title: "Segment's private key stays in a secrets manager",
  description:
    "Rejects the private key of Segment's account in a stack output, a ConfigMap, a bucket object, an environment variable or any other place but the secret of a secrets manager: by its value, encoded, decoded or in part; by its shape; and, before the update, by where a value comes from. Also a command that makes such a key in a file.",
  level: "mandatory",
  severity: "critical",
  tags: ["key", "secret"],
  remediation:
    "Keep the key in a secrets manager alone and name the secret; make a new key in place of one that was elsewhere.",
  url: "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
  find: (assessment) => [
    ...keyLeaks(assessment).map((leak) => ({ urn: leak.resource.urn, message: keyLeakMessage(leak) })),
    ...commandKeys(assessment, "create").map((found) => ({
      urn: found.resource.urn,
      message: commandKeyMessage(found),
    })),
  ],
};
