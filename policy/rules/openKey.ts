import { openKeys } from "../model/verdicts/keys/openKeys";
import { openKeyMessage } from "../model/wording/keys";
import type { Rule } from "./rule";

export const openKey: Rule = {
  id: "open-key",
  group: "keys",
  title: "It is known whose each key is",
  description:
    "Lists the keys, HMAC keys and API keys whose account is not known before the update, so that the rules about keys cannot judge them.",
  level: "advisory",
  severity: "low",
  tags: ["key", "preview"],
  remediation:
    "Name the account by its address; what is not known before the update is judged in the update.",
  url: "https://www.pulumi.com/docs/iac/concepts/inputs-outputs/",
  find: (assessment) =>
    openKeys(assessment).map((found) => ({ urn: found.resource.urn, message: openKeyMessage(found) })),
};
