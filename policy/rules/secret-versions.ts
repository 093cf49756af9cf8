import type { Assessment } from "../access/assessment";
import { text, UNKNOWN } from "../stack/plain";
import type { Resource } from "../stack/resource";
import { printable } from "../stack/text";
import { type HeldVersion, type KeySecret, keySecrets } from "./keys/keySecrets";
import { isLive } from "./keys/segmentKeys";
import type { Rule } from "./rule";
import { named, naming } from "./text";

export const secretVersions: Rule = {
  id: "secret-versions",
  title: "The secret keeps the key in use, and old keys are not readable",
  description:
    "Notes a version of the secret that stays enabled next to the one with the key in use, or stays so when it is replaced. Also a secret that Google deletes on a date (`expireTime`, `ttl`) with the key in use.",
  level: "advisory",
  severity: "medium",
  tags: ["key", "secret-manager"],
  remediation:
    "Set the old version's `enabled` to false and `deletionPolicy` to `DISABLE`; take the expiry off the secret at Google.",
  url: "https://cloud.google.com/secret-manager/docs/disable-secret-version",
  find: (assessment) => {
    const names = naming(assessment);
    return [
      ...oldVersions(assessment).map(({ secret, version, why }) => ({
        urn: version.resource.urn,
        account: secret.owner.identity,
        text: () => ({
          what: `The version ${named(version.resource.name)} of the secret ${named(secret.name)} with the key of ${names.account(secret.owner)} stays enabled.`,
          why:
            why === "stale"
              ? "Another version holds the key in use, so nobody needs this one."
              : "Its deletionPolicy is ABANDON, so the old key stays readable when another version replaces it.",
          fix: why === "stale" ? "set enabled to false, or remove it" : "set deletionPolicy to DISABLE",
        }),
      })),
      ...expiringSecrets(assessment).map(({ secret, resource, property, value }) => ({
        urn: resource.urn,
        account: secret.owner.identity,
        text: () => ({
          what: `Google deletes the secret ${named(secret.name)} with the key of ${names.account(secret.owner)} on a date (${property}${value}).`,
          why: "The key in use goes with it, and removing the property from the program does not reach Google.",
          fix: `remove ${property} from the program, and run gcloud secrets update ${printable(secret.id ?? secret.name)} --remove-expiration`,
        }),
      })),
    ];
  },
};

interface ExpiringSecret {
  readonly secret: KeySecret;
  readonly resource: Resource;
  readonly property: string;
  /** As a message adds it; none where it is unknown until the update. */
  readonly value: string;
}

/**
 * Secrets with a key in use that Google deletes by itself. The provider writes the date that follows from a `ttl` into
 * `expireTime`, and leaves both out of its update mask where they are removed.
 */
function expiringSecrets(assessment: Assessment): ExpiringSecret[] {
  return keySecrets(assessment).flatMap((secret): ExpiringSecret[] => {
    const resource = assessment.stack.get(secret.ref);
    if (!resource) return [];
    return ["ttl", "expireTime"]
      .flatMap((property) => {
        const value = text(resource.props[property]);
        if (value === undefined || value === "") return [];
        // The provider's own answer, which is unknown before it makes the secret.
        if (value === UNKNOWN && resource.inputs?.includes(property) === false) return [];
        return [{ secret, resource, property, value: value === UNKNOWN ? "" : `: ${printable(value)}` }];
      })
      .slice(0, 1);
  });
}

/** A version of the key's secret that stays readable although its key is no longer in use, or soon will not be. */
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
