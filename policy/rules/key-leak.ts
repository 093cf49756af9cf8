import type { Assessment } from "../access/assessment";
import { keepsSecret, openPart } from "../access/secretPlaces";
import { plainPlaces } from "../facts/secretsManagers";
import { looksLikeKey } from "../parsers/secretScan/looksLikeKey";
import { keyMaterialFinder, type KeyTrace } from "../parsers/secretScan/scan";
import { isList, isObject, type Plain, text } from "../stack/plain";
import type { Resource } from "../stack/resource";
import { printable } from "../stack/text";
import * as types from "../stack/types";
import { type CommandKey, commandKeys, commandOf } from "./keys/commandKeys";
import { holdsHalfOf } from "./keys/keyPairMatch";
import { isPublicPart, madeKeys, placeText, valuesOfKeys } from "./keys/possibleLeaks";
import { keyOf, type KeyOwner, type SegmentKey, segmentKeys } from "./keys/segmentKeys";
import type { Rule } from "./rule";

export const keyLeak: Rule = {
  id: "key-leak",
  title: "Segment's private key stays in a secrets manager",
  description:
    "Rejects the private key of Segment's account in a stack output, a ConfigMap, a bucket object, an environment variable or any other place but the secret of a secrets manager: by its value, encoded, decoded or in part; by its shape; and, before the update, by where a value comes from. Also a command that makes such a key in a file.",
  level: "mandatory",
  severity: "critical",
  tags: ["key", "secret"],
  remediation:
    "Keep the key in a secrets manager alone and name the secret; make a new key in place of one that was elsewhere.",
  url: "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
  find: (assessment) => [
    ...keyLeaks(assessment).map((leak) => ({ urn: leak.resource.urn, message: keyLeakMessage(leak) })),
    ...connectorKeys(assessment).map((key) => ({
      urn: key.resource.urn,
      message: `${keyOf(key)} is made by a Kubernetes object, which writes its private part into a Kubernetes Secret: anyone who may read the namespace's secrets has it.`,
      fix: "make the key by SegmentBigQuery, which hands it to a secrets manager",
      account: key.owner.identity,
    })),
    ...commandKeys(assessment, "create").map((found) => ({
      urn: found.resource.urn,
      message: commandKeyMessage(found),
    })),
  ],
};

/** Keys that an operator in a cluster makes: Config Connector's, and those of Crossplane that write a connection secret. */
function connectorKeys(assessment: Assessment): SegmentKey[] {
  return segmentKeys(assessment).filter(
    ({ resource: { urn }, uploaded }) => !uploaded && /::kubernetes:[^:]+:[A-Za-z]+::/.test(urn),
  );
}

export function commandKeyMessage(found: CommandKey): string {
  return (
    `${commandOf(found)} makes a key of ${printable(found.owner.member)}, whose private part lies in a file wherever it runs; ` +
    "make the key by SegmentBigQuery, which hands it to a secrets manager, and take the command out."
  );
}

/** The private part of a key of Segment's account, in a place that is not a secrets manager. */
export interface KeyLeak {
  readonly resource: Resource;
  /** Such as `data["key.json"]`; never what stands there. */
  readonly path: string;
  /** `serviceAccount:…` */
  readonly member: string;
  /** The key, when it is one that the stack makes. */
  readonly key?: SegmentKey;
  /** `dependency`: what stands there is not known yet, or an asset, and comes from the key. */
  readonly how: "value" | "shape" | "dependency";
}

/** Where the private part of Segment's key reaches, a key that was made elsewhere included. */
export function keyLeaks(assessment: Assessment): KeyLeak[] {
  const { stack, accounts } = assessment;
  const keys = segmentKeys(assessment);
  if (keys.length === 0 && accounts.length === 0) return [];
  const owners = ownersOf(assessment, keys);
  const made = madeKeys(keys);
  const search = searchFor(assessment, keys, owners);
  return stack.resources.flatMap((resource) => [
    ...valuesOfKeys(assessment, made, resource)
      .filter(({ path }) => !isPublicPart(resource, path))
      .map((found) => ({ ...found, member: found.key.owner.member, how: "dependency" as const })),
    ...search(resource),
  ]);
}

function ownersOf({ accounts }: Assessment, keys: readonly SegmentKey[]): KeyOwner[] {
  const all = [...accounts.map(({ segment }) => segment), ...keys.map(({ owner }) => owner)];
  return [...new Map(all.map((owner) => [owner.identity, owner])).values()];
}

/** Finds key material in a resource, and tells whether it is Segment's; everybody else's is passed over. */
function searchFor(
  assessment: Assessment,
  keys: readonly SegmentKey[],
  owners: readonly KeyOwner[],
): (resource: Resource) => KeyLeak[] {
  const known = keys.flatMap((key) => {
    const value = text(key.resource.props["privateKey"]);
    return typeof value === "string" ? [{ key, value }] : [];
  });
  const find = keyMaterialFinder(known.map(({ value }) => value));
  const hidden = keys.filter((key) => !known.some((one) => one.key === key));

  const ownerOf = (resource: Resource, value: Plain, { key: at, account }: KeyTrace): Whose | undefined => {
    if (at !== undefined) {
      const key = known[at]?.key;
      return key && { member: key.owner.member, key };
    }
    if (account !== undefined) return owners.find(({ identity }) => identity === account);
    const named = owners.find(({ identity }) => mentions(resource.props, identity));
    if (named) return named;
    // Where nothing tells whose it is, a key in the open counts as the one that is not known here.
    const mine = hidden.find((key) => holdsHalfOf(value, key) ?? plainPlaces.includes(resource.type));
    return mine && { member: mine.owner.member, key: mine };
  };

  const inPart = (resource: Resource, [name, value]: Part, before: string): KeyLeak[] => {
    const trace = typeof name === "number" ? find(value) : find({ [name]: value });
    if (!trace) return [];
    const owner = ownerOf(resource, value, trace);
    if (owner) {
      const path = joinedPath(before, typeof name === "number" ? `[${name}]` : "", trace.path);
      return [{ resource, path, member: owner.member, key: owner.key, how: trace.how }];
    }
    // Somebody else's key stands first; Segment's may stand beside it.
    const here = joinedPath(before, find(name) ? "[…]" : partText(name));
    return partsOf(value)
      .flatMap((part) => inPart(resource, part, here))
      .slice(0, 1);
  };

  return (resource) =>
    partsOf(resource.props)
      .filter(([name, value]) => !isOfKey(resource, name) && (looksLikeKey(name) || looksLikeKey(value)))
      .flatMap(([name, value]): KeyLeak[] => {
        const open = keepsSecret(assessment, resource, String(name)) ? openPart(resource, value) : value;
        return open === null ? [] : inPart(resource, [name, open], "");
      });
}

/** A key holds itself; only what decides when it is made again is its author's. */
function isOfKey({ type }: Resource, property: string | number): boolean {
  return type === types.key && property !== "keepers";
}

interface Whose {
  readonly member: string;
  readonly key?: SegmentKey;
}

type Part = readonly [name: string | number, value: Plain];

function partsOf(value: Plain): Part[] {
  if (isList(value)) return [...value.entries()];
  return Object.entries(isObject(value) ? value : {});
}

function partText(name: string | number): string {
  const written = String(name);
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(written) ? written : `[${JSON.stringify(name)}]`;
}

/** Parts of a path, with dots where they belong. */
function joinedPath(...parts: readonly string[]): string {
  return parts.reduce((path, part) =>
    path === "" || part === "" || part.startsWith("[") ? path + part : `${path}.${part}`,
  );
}

function mentions(value: Plain, email: string): boolean {
  if (typeof value === "string") return value.toLowerCase().includes(email);
  return partsOf(value).some(([, part]) => mentions(part, email));
}

/** Says where, never what. */
export function keyLeakMessage(leak: KeyLeak): string {
  const { resource, path, member, key, how } = leak;
  const which = key === undefined ? "a private key" : `the private key (${printable(key.resource.name)})`;
  const what = `${which} of ${printable(member)}`;
  const reaches =
    how === "dependency"
      ? `cannot be read here yet, and takes its value from ${what}`
      : key === undefined
        ? `holds ${what}`
        : `holds ${what}, whole or in part`;
  return `${placeText(resource.type, resource.name, path)} ${reaches}; keep the key in a secrets manager alone, name the secret here, and replace a key that has been there already.`;
}
