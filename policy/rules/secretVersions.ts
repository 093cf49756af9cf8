import { oldVersions } from "../model/verdicts/keys/secretVersions";
import { oldVersionMessage } from "../model/wording/keySecrets";
import type { Rule } from "./rule";

export const secretVersions: Rule = {
  id: "secret-versions",
  group: "keys",
  title: "Old versions of the key's secret are not readable",
  description:
    "Notes a version of the secret that stays enabled beside the one with the key in use, or would stay so when it is replaced.",
  level: "advisory",
  severity: "low",
  tags: ["key", "secret-manager"],
  remediation: "Set the old version's `enabled` to false, and `deletionPolicy` to `DISABLE`.",
  url: "https://cloud.google.com/secret-manager/docs/disable-secret-version",
  find: (assessment) =>
    oldVersions(assessment).map((found) => ({
      urn: found.version.resource.urn,
      message: oldVersionMessage(found),
    })),
};
