import type { Assessment } from "../../assessment";
import { keyMaterialFinder, type KeyTrace } from "../../keyMaterial";
import { isList, isObject, text, UNKNOWN, type Plain } from "../../plain";
import type { Resource } from "../../resource";
import type { Stack } from "../../stack";
import * as types from "../../types";
import type { KeyOwner } from "./keyOwner";
import { mayHoldKey } from "./mayHoldKey";
import { plainPlaces } from "./plainPlaces";
import { holdsHalfOf } from "./privateHalf";
import { keepsSecret } from "./secretsManagers";
import { segmentKeys, type SegmentKey } from "./segmentKeys";

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

/**
 * Where the private part of Segment's key reaches.
 *
 * All resources are looked through only where the stack holds such a key; else those in which texts lie open, for a key
 * that was made elsewhere.
 */
export function keyLeaks(assessment: Assessment): KeyLeak[] {
  const { stack, accounts } = assessment;
  const keys = segmentKeys(assessment);
  if (keys.length === 0 && accounts.length === 0) return [];
  const owners = ownersOf(assessment, keys);
  const search = searchFor(stack, keys, owners);
  const places = keys.length > 0 ? stack.resources : plainPlaces.flatMap((type) => stack.ofType(type));
  return places
    .filter(({ type }) => type !== types.key)
    .flatMap((resource) => [...comingFrom(stack, keys, resource), ...search(resource)]);
}

function ownersOf({ accounts }: Assessment, keys: readonly SegmentKey[]): KeyOwner[] {
  const all = [...accounts.map(({ subject }) => subject), ...keys.map(({ owner }) => owner)];
  return [...new Map(all.map((owner) => [owner.identity, owner])).values()];
}

/** What cannot be read, being unknown before the update or an asset, and takes its value from a key. */
function comingFrom(stack: Stack, keys: readonly SegmentKey[], resource: Resource): KeyLeak[] {
  return Object.entries(resource.propertyDependencies).flatMap(([property, sources]): KeyLeak[] => {
    const key = keys.find(({ resource: { urn }, uploaded }) => !uploaded && sources.includes(urn));
    if (!key || keepsSecret(stack, resource, property) || !isOpaque(resource.props[property] ?? null))
      return [];
    return [{ resource, path: property, member: key.owner.member, key, how: "dependency" }];
  });
}

function isOpaque(value: Plain): boolean {
  if (value === UNKNOWN) return true;
  if (isList(value)) return value.some(isOpaque);
  if (!isObject(value)) return false;
  // The text of an asset, and what an archive is made of, are promises, which cannot be read here.
  if (value["__pulumiAsset"] === true && "text" in value) return true;
  if (value["__pulumiArchive"] === true && "assets" in value) return true;
  return Object.values(value).some(isOpaque);
}

/** Finds key material in a resource, and tells whether it is Segment's; everybody else's is passed over. */
function searchFor(
  stack: Stack,
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
      .filter(([name, value]) => mayHoldKey(name) || mayHoldKey(value))
      .filter(([name]) => !keepsSecret(stack, resource, String(name)))
      .flatMap((part) => inPart(resource, part, ""));
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
