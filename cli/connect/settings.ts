import { ActionRefused } from "../errors";
import type { CatalogOption, Settings } from "../segment/api";

/** What is to be connected. */
export interface Connection {
  /** The project in which Segment runs its queries. */
  project: string;
  location: string;
  readApi: "REST" | "STORAGE";
}

/** The settings that Segment is given, told apart by whether they may be shown. */
export interface Wanted {
  visible: Settings;
  secret: Settings;
  /** What the catalog gave no setting for, as sentences. */
  left: string[];
}

/** Settings that the user named. */
export interface Named {
  credentials?: string;
  readApi?: string;
}

/** The setting that refers to a credential shared in the workspace. */
export const credentialIdSetting = "credential_id";

/**
 * The settings of a Reverse ETL source.
 *
 * @param credentialId the shared credential that holds the key; else the key goes into the source's own settings
 * @throws ActionRefused where the catalog leaves no plain way
 */
export function sourceSettings(
  options: readonly CatalogOption[],
  connection: Connection,
  keyText: string,
  named: Named,
  credentialId: string | undefined,
): Wanted {
  const key = keySettings(options, keyText, named, credentialId);
  const readApi = readApiSettings(options, connection, named);
  return {
    visible: { location: connection.location, ...key.visible, ...readApi.visible },
    secret: key.secret,
    left: readApi.left,
  };
}

/** The settings of a storage destination. */
export function warehouseSettings(
  options: readonly CatalogOption[],
  connection: Connection,
  keyText: string,
  named: Named,
  credentialId: string | undefined,
): Wanted {
  const key = keySettings(options, keyText, named, credentialId);
  return {
    visible: { "gc-project": connection.project, location: connection.location, ...key.visible },
    secret: key.secret,
    left: [],
  };
}

function keySettings(
  options: readonly CatalogOption[],
  keyText: string,
  named: Named,
  credentialId: string | undefined,
): { visible: Settings; secret: Settings } {
  if (credentialId !== undefined) {
    if (!options.some(({ name }) => name === credentialIdSetting))
      throw new ActionRefused(
        `Segment's catalog has no setting ${credentialIdSetting} for this kind of connection, so it cannot use credential ${credentialId}.`,
        ["Run without --credential: the key then goes into the connection's own settings."],
      );
    return { visible: { [credentialIdSetting]: credentialId }, secret: {} };
  }
  const found = findCredentialsSetting(options, named.credentials);
  if ("problem" in found) throw new ActionRefused(found.problem, byHand);
  return { visible: {}, secret: { [found.option.name]: keyAs(found.option, keyText) } };
}

/** The key in the form of a setting's type: Segment's form takes the file's text. */
function keyAs({ name, type }: CatalogOption, keyText: string): unknown {
  if (/^(string|text|password|secret)$/i.test(type)) return keyText;
  if (/^(object|map|json)$/i.test(type)) return JSON.parse(keyText) as unknown;
  throw new ActionRefused(
    `The setting ${name} is of type "${type}", and a key is text or an object.`,
    byHand,
  );
}

/** What to do in Segment where this program cannot. */
export const byHand = [
  "Or do it by hand: in Segment, open the connection's settings, paste the JSON key under the credentials, and save.",
];

function readApiSettings(
  options: readonly CatalogOption[],
  { readApi }: Connection,
  named: Named,
): { visible: Settings; left: string[] } {
  const [name, ...rest] = named.readApi?.split("=") ?? [];
  const found = findReadApiSetting(options, name);
  if (rest.length > 0 && "option" in found)
    return { visible: { [found.option.name]: rest.join("=") }, left: [] };
  if ("option" in found && /^bool(ean)?$/i.test(found.option.type))
    return { visible: { [found.option.name]: readApi === "STORAGE" }, left: [] };
  if (readApi === "REST" && named.readApi === undefined) return { visible: {}, left: [] };
  const why =
    "problem" in found
      ? found.problem
      : `The setting ${found.option.name} is of type "${found.option.type}", so its value must be given: --read-api-setting ${found.option.name}=VALUE.`;
  return {
    visible: {},
    left: [`Choose the ${readApi} API for reading in the connection's settings. ${why}`],
  };
}

/** Whether everything that was sent and can be seen is as sent. Segment hides secrets, so they cannot be compared. */
export function sameSettings(wanted: Settings, held: Settings): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(held[name]) === JSON.stringify(value),
  );
}

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
