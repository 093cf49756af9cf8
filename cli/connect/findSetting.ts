import type { CatalogOption } from "../segment/api";

/** A setting of the catalog, or why none could be chosen. */
export type FoundSetting = { option: CatalogOption } | { problem: string };

/**
 * Finds the setting that takes the key.
 *
 * Segment's public texts do not name it, so it is looked for in the catalog: exactly one setting has to speak of
 * credentials in its name or label, or else in its description. Nothing is guessed among several.
 *
 * @param named the setting that the user named
 */
export function findCredentialsSetting(
  options: readonly CatalogOption[],
  named: string | undefined,
): FoundSetting {
  const speaks = /credential|service[ _-]?account|json[ _-]?key|key[ _-]?file|private[ _-]?key/i;
  const others = options.filter(({ name }) => !["credential_id", "location", "gc-project"].includes(name));
  return find(others, speaks, named, { what: "the key", flag: "--credentials-setting" });
}

/** Finds the setting that makes Segment read through the Storage API, a connection setting since September 2025. */
export function findReadApiSetting(
  options: readonly CatalogOption[],
  named: string | undefined,
): FoundSetting {
  return find(options, /storage[ _-]?(read[ _-]?)?api|read[ _-]?api/i, named, {
    what: "the API for reading",
    flag: "--read-api-setting",
  });
}

function find(
  options: readonly CatalogOption[],
  speaks: RegExp,
  named: string | undefined,
  { what, flag }: { what: string; flag: string },
): FoundSetting {
  const among = options.length === 0 ? "it has none" : `it has ${options.map(described).join(", ")}`;
  if (named !== undefined) {
    const option = options.find(({ name }) => name === named);
    return option ? { option } : { problem: `Segment's catalog has no setting "${named}": ${among}.` };
  }
  const labeled = options.filter(({ name, label = "" }) => speaks.test(name) || speaks.test(label));
  const mentioned = options.filter(({ description = "" }) => speaks.test(description));
  const candidates = labeled.length > 0 ? labeled : mentioned;
  const [option, ...rest] = candidates;
  if (option === undefined)
    return {
      problem: `No setting in Segment's catalog is recognizably ${what}: ${among}. Name it with ${flag}.`,
    };
  if (rest.length > 0)
    return {
      problem: `${candidates.length} settings in Segment's catalog could be ${what}: ${candidates.map(described).join(", ")}. Name one with ${flag}.`,
    };
  return { option };
}

function described({ name, label }: CatalogOption): string {
  return label === undefined ? name : `${name} ("${label}")`;
}
