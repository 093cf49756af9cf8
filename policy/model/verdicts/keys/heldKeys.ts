import { isObject, text, UNKNOWN, type Plain } from "../../plain";
import type { Resource } from "../../resource";
import type { KeyOwner } from "./keyOwner";
import type { SegmentKey } from "./segmentKeys";

/** The JSON key of a service account, as far as it tells whose it is. Never holds the private part. */
export interface KeyFile {
  readonly email: string;
  /** Id of the key at Google. */
  readonly keyId?: string;
}

/** Reads a JSON key file, plain or in base64; undefined for every other text. */
export function keyFileIn(value: Plain | undefined): KeyFile | undefined {
  if (typeof value !== "string" || value.length > longest) return undefined;
  return readKeyFile(value) ?? readKeyFile(Buffer.from(value, "base64").toString("utf8"));
}

/** Longer than any key file, and than any secret in Secret Manager. */
const longest = 100_000;

function readKeyFile(json: string): KeyFile | undefined {
  if (!json.includes('"private_key"')) return undefined;
  let parsed: Plain = null;
  try {
    parsed = JSON.parse(json) as Plain;
  } catch {
    // A text that is no JSON, of which nothing may be told.
  }
  if (!isObject(parsed)) return undefined;
  const email = parsed["client_email"];
  const keyId = parsed["private_key_id"];
  if (typeof email !== "string") return undefined;
  return { email: email.toLowerCase(), keyId: typeof keyId === "string" ? keyId : undefined };
}

/** The keys of `keys` that a property of the resource holds: by value, by key id, or by where it comes from. */
export function keysHeld(resource: Resource, property: string, keys: readonly SegmentKey[]): SegmentKey[] {
  const value = text(resource.props[property]);
  const sources = resource.propertyDependencies[property];
  if (value === UNKNOWN) return keys.filter((key) => sources?.includes(key.resource.urn));
  const file = keyFileIn(value);
  if (file === undefined) return [];
  return keys.filter((key) => isOf(file, key.owner) && (file.keyId === undefined || hasId(key, file.keyId)));
}

export function isOf(file: KeyFile, { identity }: KeyOwner): boolean {
  return file.email === identity;
}

/** The id is the last part of the key's name; without a name it may be any. */
function hasId({ resource }: SegmentKey, id: string): boolean {
  const name = text(resource.props["name"]);
  return typeof name !== "string" || !name.includes("/keys/") || name.endsWith(`/keys/${id}`);
}
