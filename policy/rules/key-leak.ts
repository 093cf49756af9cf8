import type { Assessment } from "../access/assessment";
import { keepsSecret, openPart } from "../access/secretPlaces";
import { plainPlaces } from "../facts/secretsManagers";
import { looksLikeKey } from "../parsers/secretScan/looksLikeKey";
import { keyMaterialFinder, type KeyTrace } from "../parsers/secretScan/scan";
import { isList, isObject, type Plain, text } from "../stack/plain";
import type { Resource } from "../stack/resource";
import * as types from "../stack/types";
import { commandKeys, commandOf } from "./keys/commandKeys";
import { holdsHalfOf } from "./keys/keyPairMatch";
import { isPublicPart, madeKeys, placeText, valuesOfKeys } from "./keys/possibleLeaks";
import { keyOf, type KeyOwner, type SegmentKey, segmentKeys } from "./keys/segmentKeys";
import type { FindingText, Rule } from "./rule";
import { capital, named, type Naming, naming } from "./text";

export const keyLeak: Rule = {
  id: "key-leak",
  title: "Segment's private key stays in a secrets manager",
  description:
    "Rejects the private key of Segment's account in a stack output, a ConfigMap, a bucket object, an environment variable or any other place except the secret of a secrets manager: by its value, encoded, decoded or in part; by its shape; and, before the update, by where a value comes from. Also a command that creates such a key in a file.",
  level: "mandatory",
  severity: "critical",
  tags: ["key", "secret"],
  remediation:
    "Keep the key only in a secrets manager, refer to the secret by its name, and replace a key that was elsewhere.",
  url: "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
  find: (assessment) => {
    const names = naming(assessment);
    const create = "create the key with SegmentBigQuery, which hands it to a secrets manager";
    return [
      ...keyLeaks(assessment).map((leak) => ({
        urn: leak.resource.urn,
        account: leak.owner.identity,
        text: () => leakText(leak, names),
      })),
      ...connectorKeys(assessment).map((key) => ({
        urn: key.resource.urn,
        account: key.owner.identity,
        text: () => ({
          what: `${keyOf(key, names)} is created by a Kubernetes object.`,
          why: "Its private part is in a Kubernetes Secret, where anyone who may read the namespace's secrets has it.",
          fix: create,
        }),
      })),
      ...commandKeys(assessment, "create").map((found) => ({
        urn: found.resource.urn,
        account: found.owner.identity,
        text: () => ({
          what: `${commandOf(found)} creates a key of ${names.account(found.owner)}.`,
          why: "Its private part is in a file wherever the command runs.",
          fix: `${create}, and remove the command`,
        }),
      })),
    ];
  },
};

/** Keys that an operator in a cluster makes: Config Connector's, and those of Crossplane that write a connection secret. */
function connectorKeys(assessment: Assessment): SegmentKey[] {
  return segmentKeys(assessment).filter(
    ({ resource: { urn }, uploaded }) => !uploaded && /::kubernetes:[^:]+:[A-Za-z]+::/.test(urn),
  );
}

/** The private part of a key of Segment's account, in a place that is not a secrets manager. */
export interface KeyLeak {
  readonly resource: Resource;
  /** Such as `data["key.json"]`; never what is there. */
  readonly path: string;
  /** Whose key it is. */
  readonly owner: KeyOwner;
  /** The key, when it is one that the stack creates. */
  readonly key?: SegmentKey;
  /** `dependency`: what is there is unknown until the update, or an asset, and comes from the key. */
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
      .map((found) => ({ ...found, owner: found.key.owner, how: "dependency" as const })),
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
      return key && { owner: key.owner, key };
    }
    const owner = owners.find(({ identity }) =>
      account === undefined ? mentions(resource.props, identity) : identity === account,
    );
    if (owner || account !== undefined) return owner && { owner };
    // Where nothing tells whose it is, a key in the open counts as the one that is not known here.
    const mine = hidden.find((key) => holdsHalfOf(value, key) ?? plainPlaces.includes(resource.type));
    return mine && { owner: mine.owner, key: mine };
  };

  const inPart = (resource: Resource, [name, value]: Part, before: string): KeyLeak[] => {
    const trace = typeof name === "number" ? find(value) : find({ [name]: value });
    if (!trace) return [];
    const whose = ownerOf(resource, value, trace);
    if (whose) {
      const path = joinedPath(before, typeof name === "number" ? `[${name}]` : "", trace.path);
      return [{ resource, path, ...whose, how: trace.how }];
    }
    // Somebody else's key comes first; Segment's may be next to it.
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

type Whose = Pick<KeyLeak, "owner" | "key">;

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
export function leakText({ resource, path, owner, key, how }: KeyLeak, names: Naming): FindingText {
  const which = key === undefined ? "a private key" : `the private key (${named(key.resource.name)})`;
  const what = `${which} of ${names.account(owner)}`;
  const place = placeText(resource.type, resource.name, path);
  const where = place.startsWith("the ") ? capital(place) : place;
  return {
    what:
      how === "dependency"
        ? `${where} takes its value from ${what}, and is unknown until the update.`
        : `${where} holds ${what}${key === undefined ? "" : ", whole or in part"}.`,
    why: "Anyone who can read it there acts as the account.",
    fix: "keep the key only in a secrets manager, name the secret here, and replace a key that has been here",
  };
}
