import type { Assessment } from "../../access/assessment";
import { isObject, type Plain, text, UNKNOWN } from "../../stack/plain";
import { knownText, projectOf } from "../../stack/references";
import { remembered } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";
import { sourcesOf, type Stack } from "../../stack/stack";
import * as types from "../../stack/types";
import { type KeyOwner, type SegmentKey, segmentKeys } from "./segmentKeys";

/** A secret of Secret Manager that holds a key of Segment's account. */
export interface KeySecret {
  /** URN of the secret, or `PROJECT/ID` where another stack makes it. */
  readonly ref: string;
  /** As a message calls it. */
  readonly name: string;
  readonly id?: string;
  /** Undefined while not known. */
  readonly project?: string;
  readonly owner: Pick<KeyOwner, "identity" | "member">;
  /** The versions of the secret that the stack makes, with the keys that they hold. */
  readonly versions: readonly HeldVersion[];
}

export interface HeldVersion {
  readonly resource: Resource;
  readonly keys: readonly SegmentKey[];
}

/** The secrets that hold a key of Segment's, by the versions in the stack and by what `SegmentBigQuery` says. */
export const keySecrets = remembered((assessment: Assessment): readonly KeySecret[] => {
  const { stack, accounts } = assessment;
  const keys = segmentKeys(assessment);
  // No secret's content is read in a stack without Segment.
  if (accounts.length === 0 && keys.length === 0) return [];
  const refOf = secretRefs(stack);
  const versions = types.secretVersions
    .flatMap((type) => stack.ofType(type))
    .map((resource) => ({ ref: refOf(resource, "secret"), resource, keys: keysIn(resource, keys) }));
  const owners = new Map<string, KeySecret["owner"]>();
  for (const version of versions) {
    const owner = holderOf(assessment, version);
    if (version.ref !== undefined && owner !== undefined) owners.set(version.ref, owner);
  }
  for (const { segment } of accounts) {
    const said = segment.component && refOf(segment.component, "secretName");
    if (said !== undefined) owners.set(said, segment);
  }
  return [...owners].map(([ref, { identity, member }]) => ({
    ref,
    owner: { identity, member },
    ...namesOf(stack, ref),
    versions: versions.filter((version) => version.ref === ref),
  }));
});

/** The data of a version, in either of its properties. */
function keysIn(version: Resource, keys: readonly SegmentKey[]): SegmentKey[] {
  return dataProperties.flatMap((property) => keysHeld(version, property, keys));
}

const dataProperties = ["secretData", "secretDataWo"];

/** Whose key a version holds: one that the stack makes, or one that comes from elsewhere and says so. */
function holderOf({ accounts }: Assessment, { resource, keys }: HeldVersion): KeySecret["owner"] | undefined {
  return keys[0]?.owner ?? fileHolder(accounts, resource, dataProperties);
}

/** Whose key any of these properties holds, by where it comes from or by what the key file says. */
export function keyHolder(
  { accounts }: Assessment,
  resource: Resource,
  properties: readonly string[],
  keys: readonly SegmentKey[],
): KeySecret["owner"] | undefined {
  const [held] = properties.flatMap((property) => keysHeld(resource, property, keys));
  return held?.owner ?? fileHolder(accounts, resource, properties);
}

function fileHolder(
  accounts: Assessment["accounts"],
  { props }: Resource,
  properties: readonly string[],
): KeySecret["owner"] | undefined {
  const files = properties.map((property) => keyFileIn(props[property]));
  const holder = accounts.find(({ segment }) => files.some((file) => file && isOf(file, segment)));
  return holder?.segment;
}

const path = /^projects\/([^/]+)\/(?:locations\/[^/]+\/)?secrets\/([^/]+)(?:\/|$)/;

/** Which secret a property names: by its URN where the stack makes it, else `PROJECT/ID`; undefined where it cannot be determined. */
export type SecretRefs = (resource: Resource, property: string) => string | undefined;

export function secretRefs(stack: Stack): SecretRefs {
  let urns: Map<string, string> | undefined;
  return (resource, property) => {
    const [made, ...others] = sourcesOf(stack, resource, property).filter(isSecret);
    if (made && others.length === 0) return made.urn;
    const value = text(resource.props[property]);
    if (typeof value !== "string") return undefined;
    const [, written = projectOf(stack, resource).id, id = value] = path.exec(value) ?? [];
    const project = stack.projectId(written);
    urns ??= secretUrns(stack);
    return urns.get(`${project}/${id}`) ?? `${project}/${id}`;
  };
}

function isSecret({ type }: Resource): boolean {
  return (types.secrets as readonly string[]).includes(type);
}

/** Google writes the project by its number in a secret's name; both are found. */
function secretUrns(stack: Stack): Map<string, string> {
  const urns = new Map<string, string>();
  for (const secret of types.secrets.flatMap((type) => stack.ofType(type))) {
    const id = knownText(secret.props, "secretId");
    if (id === undefined) continue;
    const number = path.exec(knownText(secret.props, "name") ?? "")?.[1];
    for (const project of [projectOf(stack, secret).id, number])
      if (project !== undefined) urns.set(`${project}/${id}`, secret.urn);
  }
  return urns;
}

function namesOf(stack: Stack, ref: string): { name: string; id?: string; project?: string } {
  const secret = stack.get(ref);
  if (!secret) {
    const slash = ref.indexOf("/");
    return { name: ref.slice(slash + 1), id: ref.slice(slash + 1), project: ref.slice(0, slash) };
  }
  const id = knownText(secret.props, "secretId");
  const project = projectOf(stack, secret);
  return { name: id ?? secret.name, id, project: project.unknown ? undefined : project.id };
}

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
    // A text that is not JSON: the error is not passed on, because it may quote the key.
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
