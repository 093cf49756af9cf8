import { apiKeys } from "../model/verdicts/keys/otherCredentials";
import { apiKeyMessage } from "../model/wording/keys";
import type { Rule } from "./rule";

export const apiKey: Rule = {
  id: "api-key",
  group: "keys",
  title: "No API key acts as Segment's account",
  description: "Rejects an API key that is bound to Segment's account (`serviceAccountEmail`).",
  level: "mandatory",
  severity: "high",
  tags: ["key"],
  remediation: "Remove the API key, or bind it to another account.",
  url: "https://cloud.google.com/docs/authentication/api-keys",
  find: (assessment) =>
    apiKeys(assessment).map((found) => ({ urn: found.resource.urn, message: apiKeyMessage(found) })),
};
