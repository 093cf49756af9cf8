import type { Assessment } from "../../assessment";
import { keySecrets, type HeldVersion, type KeySecret } from "./keySecrets";
import { isLive } from "./segmentKeys";

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
