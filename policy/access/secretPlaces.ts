import { isSecretPlace, shortType } from "../facts/secretsManagers";
import { isObject, type Plain } from "../stack/plain";
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

/**
 * What is open of a property that keeps secrets: of a definition in Pulumi ESC all but the values of `fn::secret`.
 *
 * See https://www.pulumi.com/docs/esc/environments/syntax/builtin-functions/fn-secret/
 */
export function openPart({ type }: Resource, value: Plain): Plain {
  if (type !== "pulumiservice:index:Environment") return null;
  const written = isObject(value) ? value["text"] : value;
  return typeof written === "string" ? withoutSealed(written) : null;
}

/** The text without what follows `fn::secret` on its line and is indented deeper on the next. */
function withoutSealed(text: string): string {
  let sealed: number | undefined;
  const open = text.split("\n").map((line) => {
    const indent = line.search(/\S/);
    if (sealed !== undefined && (indent < 0 || indent > sealed)) return "";
    const at = line.indexOf("fn::secret");
    sealed = at < 0 ? undefined : indent;
    return at < 0 ? line : line.slice(0, at);
  });
  return open.join("\n");
}
