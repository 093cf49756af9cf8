import { boundTo } from "./keys/segmentKeys";
import type { Rule } from "./rule";
import * as types from "../stack/types";
import { named, naming } from "./text";

export const apiKey: Rule = {
  id: "api-key",
  title: "No API key acts as Segment's account",
  description: "Rejects an API key that is bound to Segment's account (`serviceAccountEmail`).",
  level: "mandatory",
  severity: "high",
  tags: ["key"],
  remediation: "Remove the API key, or bind it to another account.",
  url: "https://cloud.google.com/docs/authentication/api-keys",
  find: (assessment) => {
    const names = naming(assessment);
    return boundTo(assessment, types.apiKeys).map(({ resource, owner }) => ({
      urn: resource.urn,
      account: owner.identity,
      text: () => ({
        what: `The API key ${named(resource.name)} acts as ${names.account(owner)}.`,
        why: "Anyone who has its text acts as the account, and Segment does not use API keys.",
        fix: "remove it, or bind it to another account",
      }),
    }));
  },
};
