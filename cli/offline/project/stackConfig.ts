import { UsageError } from "../../command";
import type { IncompleteList } from "../incomplete";
import { UNKNOWN } from "../wire/wireValue";
import type { Project } from "./project";
import { readDeclaration, typeProblem } from "./typedConfig";
import { findYamlFile, isYamlObject, readYamlObject, type YamlObject } from "../../yaml";

/** A stack's configuration as the program host takes it. */
export interface StackConfig {
  /** Texts by full key (`gcp:project`); what is no text is JSON. */
  values: Record<string, string>;
  secretKeys: string[];
}

/**
 * Joins the project's typed `config:` with the stack's own file.
 *
 * An encrypted value cannot be read here: the program receives the sign for an unknown value in its place, so that
 * what it makes of it is unknown too.
 *
 * @throws UsageError naming every value that is missing or of the wrong type
 */
export function loadStackConfig(project: Project, stack: string, incomplete: IncompleteList): StackConfig {
  const file = findYamlFile(project.stackDirectory, `Pulumi.${stack}`);
  const content = file ? readYamlObject(file) : {};
  const given = content.config ?? {};
  if (!isYamlObject(given))
    throw new UsageError(`${file ?? ""}: config must be an object of keys and values.`);
  if (content.environment !== undefined) {
    incomplete.add(
      `environment of stack ${stack}`,
      "it imports Pulumi ESC environments, which only the Pulumi service can open; their values are missing here",
    );
  }
  const config: StackConfig = { values: {}, secretKeys: [] };
  const problems: string[] = [];
  const stackValues = new Map(Object.entries(given).map(([key, value]) => [fullKey(project, key), value]));
  for (const [key, entry] of Object.entries(project.config)) {
    const full = fullKey(project, key);
    const declared = readDeclaration(entry);
    const value = stackValues.has(full) ? stackValues.get(full) : declared.fallback;
    // What the stack's environments hold is not known, so nothing can be called missing.
    if (value === undefined && declared.required && content.environment === undefined) {
      problems.push(`${full} is missing; add it to Pulumi.${stack}.yaml`);
    }
    if (value === undefined) continue;
    const wrong = declared.type && !isEncrypted(value) && typeProblem(value, declared.type, declared.items);
    if (wrong) problems.push(`${full} ${wrong}`);
    set(config, full, value, declared.secret, incomplete);
    stackValues.delete(full);
  }
  for (const [key, value] of stackValues) set(config, key, value, false, incomplete);
  if (problems.length > 0) throw new UsageError(`Configuration of stack ${stack}: ${problems.join("; ")}.`);
  return config;
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
  if (isEncrypted(value)) {
    incomplete.add(
      `configuration ${key}`,
      "it is encrypted and cannot be read offline, so it counts as unknown",
    );
  }
  if (secret || isEncrypted(value)) config.secretKeys.push(key);
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
