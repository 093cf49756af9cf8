import type { Assessment } from "../../access/assessment";
import { keepsSecret } from "../../access/secretPlaces";
import { mentionKind } from "../../facts/mentions";
import { isList, isObject, type Plain, UNKNOWN } from "../../stack/plain";
import type { Resource } from "../../stack/resource";
import { isWithin } from "../../stack/stack";
import { abridged, joined, printable } from "../../stack/text";
import * as types from "../../stack/types";
import { named } from "../text";
import { keySecrets } from "./keySecrets";
import { type SegmentKey, segmentKeys } from "./segmentKeys";

/** A property that cannot be read, being unknown before the update or an asset, and takes its value from a key. */
export interface ValueOfKey {
  readonly resource: Resource;
  readonly path: string;
  readonly key: SegmentKey;
}

/** @param carriers keys, and what else holds one, by URN */
export function valuesOfKeys(
  assessment: Assessment,
  carriers: ReadonlyMap<string, SegmentKey>,
  resource: Resource,
): ValueOfKey[] {
  if (carriers.size === 0) return [];
  return Object.entries(resource.propertyDependencies).flatMap(([path, sources]): ValueOfKey[] => {
    const [key] = sources.flatMap((urn) => carriers.get(urn) ?? []);
    if (!key || keepsSecret(assessment, resource, path) || !isOpaque(resource.props[path] ?? null)) return [];
    return [{ resource, path, key }];
  });
}

/** The keys whose private part Google made, by URN. */
export function madeKeys(keys: readonly SegmentKey[]): Map<string, SegmentKey> {
  return new Map(keys.flatMap((key) => (key.uploaded ? [] : [[key.resource.urn, key]])));
}

/**
 * What may come from a key before the update and is judged in it: labels and the like, which hold its name or id far more
 * often than the key; what comes from a version of its secret, whose name is in use far more often than its data; and stack
 * outputs.
 */
export function possibleLeaks(assessment: Assessment): { urn: string; what: string; keys: string }[] {
  const { stack } = assessment;
  const keys = madeKeys(segmentKeys(assessment));
  // A program cannot reach the key that a SegmentBigQuery makes: it is in none of its outputs.
  const components = stack.ofType(types.component);
  const isReached = (resource: Resource) => !components.some(({ urn }) => isWithin(stack, resource, urn));
  const unmade = [...keys.values()].filter(
    ({ resource }) => typeof resource.props["privateKey"] !== "string" && isReached(resource),
  );
  const versions = new Map(
    keySecrets(assessment)
      .flatMap((secret) => secret.versions)
      .flatMap(({ resource, keys: [key] }) => (key && isReached(resource) ? [[resource.urn, key]] : [])),
  );
  const leaks = stack.resources.flatMap((resource) =>
    [
      ...valuesOfKeys(assessment, keys, resource).filter(({ path }) => isPublicPart(resource, path)),
      ...valuesOfKeys(assessment, versions, resource).filter(({ path }) => !isPublicPart(resource, path)),
    ].map(({ path, key }) => ({
      urn: resource.urn,
      what: placeText(resource.type, resource.name, path),
      keys: printable(key.resource.name),
    })),
  );
  if (unmade.length === 0) return leaks;
  const outputs = stack.ofType("pulumi:pulumi:Stack").flatMap(({ urn, props }) => {
    const open = Object.keys(props).filter((name) => isOpaque(props[name] ?? null));
    return open.length === 0
      ? []
      : [
          {
            urn,
            what: `a stack output (${abridged(open.sort(), printable)})`,
            keys: joined(unmade.map(({ resource }) => printable(resource.name))),
          },
        ];
  });
  return [...leaks, ...outputs];
}

export function isPublicPart({ type }: Resource, property: string): boolean {
  return type !== "pulumi:pulumi:Stack" && mentionKind(type, [property]) === "harmless";
}

function isOpaque(value: Plain): boolean {
  if (value === UNKNOWN) return true;
  if (isList(value)) return value.some(isOpaque);
  if (!isObject(value)) return false;
  // What assets and archives hold are promises where nobody has read them, of which nothing is left here.
  const { __pulumiAsset: asset, __pulumiArchive: archive, text: content, assets } = value;
  if (asset === true && isObject(content)) return true;
  if (archive === true && isObject(assets) && Object.keys(assets).length === 0) return true;
  return Object.values(value).some(isOpaque);
}

export function placeText(type: string, name: string, path: string): string {
  if (type === "pulumi:pulumi:Stack") return `the stack output ${printable(path)}`;
  return `${printable(path)} of ${printable(type)} ${named(name)}`;
}
