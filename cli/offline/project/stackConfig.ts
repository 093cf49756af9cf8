import { likelyMeant } from "../../../policy/stack/text";
import { UsageError } from "../../errors";
import { findYamlFile, isYamlObject, readYamlObject, type YamlObject } from "../../yaml";
import type { IncompleteList } from "../incomplete";
import { originUrn } from "../inside/notes";
import { UNKNOWN } from "../wire/wireValue";
import { readEnvironment } from "./environment";
import type { Project } from "./project";
import { readDeclaration, typeProblem } from "./typedConfig";
import { type GivenSetting, type GivenValues, noValues } from "./values";

/** A stack's configuration as the program host takes it. */
export interface StackConfig {
  /** Texts by full key (`gcp:project`); what is not text is JSON. */
  values: Record<string, string>;
  secretKeys: string[];
  /** Settings that are encrypted, in whole or in part. */
  unknownKeys: string[];
  /** Whether environments that are not open may set more. */
  openEnvironment: boolean;
  /** The Pulumi ESC environments that the stack imports. */
  environments: string[];
  /** Variables that environments set for the program. */
  variables: Record<string, string>;
  /** The confidential ones among their values. */
  secretVariables: string[];
  /** What the project's declarations have against the settings. */
  problems: { key: string; reason: string }[];
}

export const noConfig: StackConfig = {
  values: {},
  secretKeys: [],
  unknownKeys: [],
  openEnvironment: false,
  environments: [],
  variables: {},
  secretVariables: [],
  problems: [],
};

/**
 * Joins the project's typed `config:` with the stack's own file, and with values that were given for what neither tells.
 *
 * An encrypted value cannot be read here: the sign for an unknown value takes its place.
 *
 * @throws UsageError when the stack's file cannot be read
 */
export function loadStackConfig(
  project: Project,
  stack: string,
  incomplete: IncompleteList,
  given: GivenValues = noValues,
): StackConfig {
  const file = findYamlFile(project.stackDirectory, `Pulumi.${stack}`);
  const content = file ? readYamlObject(file) : {};
  const stated = content.config ?? {};
  if (!isYamlObject(stated))
    throw new UsageError(`${file ?? ""}: config must be an object of keys and values.`);
  const environment = readEnvironment(content.environment, `Pulumi.${stack}.yaml`);
  const config: StackConfig = {
    values: {},
    secretKeys: [],
    unknownKeys: [],
    openEnvironment: environment.isOpen && !given.opensEnvironment,
    environments: environment.names,
    variables: Object.fromEntries(
      [...environment.variables, ...given.variables].map(([name, { value }]) => [name, String(value)]),
    ),
    secretVariables: [...environment.variables, ...given.variables]
      .filter(([, { secret }]) => secret)
      .map(([, { value }]) => String(value)),
    problems: [],
  };
  const declaredKeys = new Set(Object.keys(project.config).map((key) => fullKey(project, key)));
  const undeclared = Object.keys(stated)
    .filter((key) => !declaredKeys.has(fullKey(project, key)))
    .map((key) => (key.startsWith(`${project.name}:`) ? key.slice(project.name.length + 1) : key));
  const settings = settingsOf(project, stated, [...given.settings, ...environment.settings]);
  for (const [key, entry] of Object.entries(project.config)) {
    const full = fullKey(project, key);
    const declared = readDeclaration(entry);
    const setting = settings.get(full);
    const value = setting === undefined ? declared.fallback : setting.value;
    // What the stack's environments hold is not known, so nothing can be called missing.
    if (value === undefined && declared.required && !config.openEnvironment) {
      const meant = likelyMeant(key, undeclared);
      const advice = meant === undefined ? "add it" : `you may have written ${meant} for it`;
      config.problems.push({ key: full, reason: `is missing; ${advice}` });
    }
    if (value === undefined) continue;
    const wrong = declared.type && !isEncrypted(value) && typeProblem(value, declared.type, declared.items);
    if (wrong) config.problems.push({ key: full, reason: wrong });
    set(config, full, value, declared.secret || setting?.secret === true, incomplete);
    settings.delete(full);
  }
  for (const [key, { value, secret }] of settings) set(config, key, value, secret, incomplete);
  return config;
}

/**
 * Refuses settings by their declarations, and by what the program itself says of them, in one message.
 *
 * Nothing else that the program says counts: Pulumi would not have run it.
 */
export function refusedSettings(stack: string, { problems }: StackConfig, said: readonly string[]): string {
  const file = `Pulumi.${stack}.yaml`;
  const lines = said.flatMap((text) => text.split("\n").map((line) => line.trim()));
  const own = lines.filter((line) => /^[\w.-]+:\S/.test(line) && line.includes(` in ${file} `));
  // Of a setting that both refuse, the program says more.
  const declared = problems.filter(
    ({ key }) => !own.some((line) => line.startsWith(key) && !/^[\w-]/.test(line.slice(key.length))),
  );
  const all = [...declared.map(({ key, reason }) => `${key} in ${file} ${reason}`), ...own];
  return [`The configuration of stack ${stack} cannot be used:`, ...all.map((line) => `  ${line}`)].join(
    "\n",
  );
}

/** What the stack's file says, and what was given for the rest. */
function settingsOf(
  project: Project,
  stated: YamlObject,
  given: readonly [string, GivenSetting][],
): Map<string, GivenSetting> {
  const settings = new Map<string, GivenSetting>();
  for (const [key, value] of Object.entries(stated)) {
    settings.set(fullKey(project, key), { value, secret: false });
  }
  for (const [key, setting] of given) {
    const full = fullKey(project, key);
    const own = settings.get(full);
    // A stack's own plain setting takes precedence over its environments.
    if (own !== undefined && !isEncrypted(own.value)) continue;
    settings.set(full, { value: setting.value, secret: setting.secret || own !== undefined });
  }
  return settings;
}

function fullKey(project: Project, key: string): string {
  return key.includes(":") ? key : `${project.name}:${key}`;
}

function set(
  config: StackConfig,
  key: string,
  value: unknown,
  secret: boolean,
  incomplete: IncompleteList,
): void {
  const encrypted = isEncrypted(value);
  if (encrypted) {
    config.unknownKeys.push(key);
    incomplete.add(
      `configuration ${key}`,
      "it is encrypted and cannot be read offline, so it counts as unknown",
      `${originUrn}setting::${key}`,
    );
  }
  if (secret || encrypted) config.secretKeys.push(key);
  const readable = withoutEncrypted(value);
  config.values[key] = typeof readable === "string" ? readable : JSON.stringify(readable);
}

function isCiphertext(value: unknown): value is YamlObject {
  return isYamlObject(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

function isEncrypted(value: unknown): boolean {
  if (isCiphertext(value)) return true;
  if (Array.isArray(value)) return value.some(isEncrypted);
  return isYamlObject(value) && Object.values(value).some(isEncrypted);
}

function withoutEncrypted(value: unknown): unknown {
  if (isCiphertext(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(withoutEncrypted);
  if (!isYamlObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutEncrypted(part)]));
}
