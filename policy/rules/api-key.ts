import { printable } from "../stack/text";
import { apiKeys, type OtherCredential } from "./keys/otherCredentials";
import type { Rule } from "./rule";

export const apiKey: Rule = {
  id: "api-key",
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

export function apiKeyMessage({ resource, owner }: OtherCredential): string {
  return (
    `The API key ${printable(resource.name)} acts as ${printable(owner.member)} for whoever holds its text, and Segment takes none; ` +
    "remove it, or bind it to another account."
  );
}
