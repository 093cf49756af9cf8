import { isSecretPlace, plainPlaces } from "../facts/secretsManagers";
import type { Resource } from "../stack/resource";
import type { Stack } from "../stack/stack";
import * as types from "../stack/types";
import type { PackConfig } from "./config";

/**
 * Whether the property is one that a secrets manager keeps as a secret: one that the facts or the config name, or the
 * resource one to which `SegmentBigQuery` is told to hand the key, which may be any type but those in which texts lie open.
 */
export function keepsSecret(
  { stack, config }: { readonly stack: Stack; readonly config: Pick<PackConfig, "secretsManagers"> },
  { type, props, parent }: Resource,
  property: string,
): boolean {
  if (stack.ofType(types.component).some(({ urn }) => urn === parent)) return !plainPlaces.includes(type);
  if (config.secretsManagers.includes(type)) return true;
  return isSecretPlace(type, property, props["type"] === "SecureString");
}
