import type { SecretArgs } from "../secretArgs";
import { namelessProblems } from "./nameless";
import type { Problem } from "./problem";

/** What is wrong between the arguments of a secret in Google Secret Manager. */
export function secretProblems(secret: SecretArgs, at: string): Problem[] {
  const { locations = [], kmsKeyName, kmsKeyNames, accessors = [], topics = [] } = secret;
  const problems = accessors.flatMap((accessor, i) =>
    namelessProblems(accessor, `${at}.accessors[${i}]`, ["member"]),
  );
  if (locations.length > 0 && kmsKeyName !== undefined)
    problems.push({
      property: `${at}.kmsKeyName`,
      reason:
        "is for automatic replication, but locations are given; give kmsKeyNames, a key for each location",
    });
  if (kmsKeyNames !== undefined)
    problems.push(...keyNameProblems(kmsKeyNames, locations, `${at}.kmsKeyNames`));
  const rotates = (["rotationPeriod", "nextRotationTime"] as const).filter(
    (name) => secret[name] !== undefined,
  );
  if (rotates.length > 0 && topics.length === 0)
    problems.push({
      property: `${at}.topics`,
      reason: `is missing, for ${rotates.join(" and ")} tells nobody without a topic; give one`,
    });
  if (secret.rotationPeriod !== undefined && secret.nextRotationTime === undefined)
    problems.push({
      property: `${at}.nextRotationTime`,
      reason: "is missing, for rotationPeriod counts from it; give the first time",
    });
  return problems;
}

function keyNameProblems(names: object, locations: readonly string[], property: string): Problem[] {
  if (locations.length === 0)
    return [
      { property, reason: "is for given locations, but there are none; give locations, or kmsKeyName" },
    ];
  const missing = locations.filter((location) => !Object.hasOwn(names, location));
  const surplus = Object.keys(names).filter((location) => !locations.includes(location));
  const wrong = [
    ...(missing.length > 0 ? [`lacks ${missing.join(", ")}`] : []),
    ...(surplus.length > 0 ? [`names ${surplus.join(", ")}, where the secret is not kept`] : []),
  ];
  if (wrong.length === 0) return [];
  return [{ property, reason: `${wrong.join(" and ")}; give one key for each of ${locations.join(", ")}` }];
}
