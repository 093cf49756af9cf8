import type { Assessment } from "../access/assessment";
import { printable } from "../stack/text";
import { type HeldVersion, type KeySecret, keySecrets } from "./keys/keySecrets";
import { isLive } from "./keys/segmentKeys";
import type { Rule } from "./rule";

export const secretVersions: Rule = {
  id: "secret-versions",
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

export function oldVersionMessage({ secret, version, why }: OldVersion): string {
  const name = printable(version.resource.name);
  const held = `The version ${name} of the secret ${printable(secret.name)}, which holds the key of ${printable(secret.member)},`;
  return why === "stale"
    ? `${held} stays enabled although another version holds the key in use; set enabled to false, or remove it.`
    : `${held} stays enabled when another one replaces it (deletionPolicy ABANDON); set deletionPolicy to DISABLE.`;
}

/** A version of the key's secret that stays readable though its key is not in use any more, or will not be. */
export interface OldVersion {
  readonly secret: KeySecret;
  readonly version: HeldVersion;
  /** `stale`: another version holds the key in use. `abandoned`: it stays as it is when it is replaced. */
  readonly why: "stale" | "abandoned";
}

export function oldVersions(assessment: Assessment): OldVersion[] {
  return keySecrets(assessment).flatMap((secret) => {
    const enabled = secret.versions.filter(({ resource }) => resource.props["enabled"] !== false);
    const current = enabled.filter(({ keys }) => keys.some((key) => isLive(key, assessment.now)));
    return enabled.flatMap((version): OldVersion[] => {
      if (current.length > 0 && !current.includes(version)) return [{ secret, version, why: "stale" }];
      const abandoned = version.resource.props["deletionPolicy"] === "ABANDON";
      return abandoned ? [{ secret, version, why: "abandoned" }] : [];
    });
  });
}
