import { isSecretPlace, shortType } from "../facts/secretsManagers";
import type { Resource } from "../stack/resource";
import type { PackConfig } from "./config";

/**
 * Whether the property is one that a secrets manager keeps as a secret: one that the facts or the config name. What
 * `SegmentBigQuery` is told to hand the key to is judged alike, for its author chooses it.
 */
export function keepsSecret(
  { config }: { readonly config: Pick<PackConfig, "secretsManagers"> },
  { type, props }: Resource,
  property: string,
): boolean {
  if (config.secretsManagers.some((one) => shortType(one) === shortType(type))) return true;
  return isSecretPlace(type, property, props["type"] === "SecureString");
}
