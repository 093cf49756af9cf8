import { readFileSync } from "node:fs";
import { UsageError } from "../../errors";
import { describe, isYamlObject, type YamlObject } from "../../yaml";
import type { WireObject } from "../wire/wireValue";
import { schemaProblems } from "./jsonSchema";
import type { Level, Pack } from "./pack";

/** A policy's level and configuration, as the pack is given them. */
export interface PolicySetting {
  level: Level;
  properties: WireObject;
}

const levels: readonly unknown[] = ["advisory", "mandatory", "remediate", "disabled"] satisfies Level[];
const allPolicies = "all";

/** Environments of Pulumi ESC that the engine opens for the pack: a key next to the policies' names. */
const environments = "environments";

/**
 * Reads a file of settings by policy, as the engine does: JSON, or nothing at all.
 *
 * @throws UsageError when it cannot be read or parsed; the message quotes nothing of its content
 */
export function readPolicyConfig(file: string | undefined): YamlObject {
  if (file === undefined) return {};
  let content: unknown;
  try {
    const text = readFileSync(file, "utf8");
    content = text.trim() === "" ? {} : JSON.parse(text, finite);
  } catch (error) {
    const why =
      error instanceof SyntaxError
        ? "is not the JSON that Pulumi wants here"
        : `cannot be read: ${(error as Error).message}`;
    throw new UsageError(`${file} ${why}. Correct it and run again.`);
  }
  if (content === null) return {};
  if (isYamlObject(content)) return content;
  throw new UsageError(`${file} must hold an object at its top level, not ${describe(content)}.`);
}

/** The engine refuses a number that is too large; JavaScript reads it as infinity. */
function finite(_key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) throw new SyntaxError("a number out of range");
  return value;
}

/**
 * The setting of each policy: the pack's own, then the file's `all`, then what the file says about the policy, with
 * the schema's defaults for what nobody says.
 *
 * More strictly than the engine does: what it drops without a word is refused.
 *
 * @throws UsageError naming every bad entry at once
 */
export function policySettings(
  pack: Pick<Pack, "name" | "policies" | "initialConfig">,
  content: YamlObject,
  file: string,
): Map<string, PolicySetting> {
  const { [environments]: opened, ...given } = content;
  const problems: string[] = [...environmentProblems(opened)];
  const names = pack.policies.map((policy) => policy.name);
  for (const name of Object.keys(given)) {
    if (name === allPolicies || names.includes(name)) continue;
    problems.push(`pack ${pack.name} has no policy "${name}"; it has ${names.join(", ") || "none"}`);
  }
  const all = readEntry(allPolicies, given[allPolicies], problems);
  if (Object.keys(all.properties).length > 0) {
    problems.push(`${allPolicies} sets an enforcement level only; configure each policy by its name`);
  }
  const settings = new Map<string, PolicySetting>();
  for (const policy of pack.policies) {
    const initial = pack.initialConfig.get(policy.name) ?? pack.initialConfig.get(allPolicies);
    const own = readEntry(policy.name, given[policy.name], problems);
    const properties: WireObject = {
      ...defaultsOf(policy.schema?.properties ?? {}),
      ...pack.initialConfig.get(policy.name)?.properties,
      ...own.properties,
    };
    if (policy.schema) {
      problems.push(
        ...schemaProblems(properties, policy.schema).map((problem) => `${policy.name}: ${problem}`),
      );
    }
    settings.set(policy.name, {
      level: own.level ?? all.level ?? initial?.level ?? policy.level,
      properties,
    });
  }
  if (problems.length > 0) throw new UsageError(`${file}: ${problems.join("; ")}.`);
  return settings;
}

function defaultsOf(schemas: WireObject): WireObject {
  return Object.fromEntries(
    Object.entries(schemas).flatMap(([key, schema]) =>
      isYamlObject(schema) && schema.default !== undefined ? [[key, schema.default]] : [],
    ),
  );
}

function environmentProblems(opened: unknown): string[] {
  if (opened === undefined) return [];
  if (!Array.isArray(opened) || !opened.every((one) => typeof one === "string"))
    return [`${environments} must be a list of names of Pulumi ESC environments`];
  if (opened.length === 0) return [];
  return [`${environments} names ${opened.join(", ")}, which only Pulumi Cloud can open; leave it out here`];
}

function readEntry(
  name: string,
  entry: unknown,
  problems: string[],
): { level?: Level; properties: WireObject } {
  if (entry === undefined) return { properties: {} };
  if (isYamlObject(entry)) {
    const { enforcementLevel, ...properties } = entry;
    if (enforcementLevel === undefined) return { properties: properties as WireObject };
    return { ...readLevel(name, enforcementLevel, problems), properties: properties as WireObject };
  }
  return { ...readLevel(name, entry, problems), properties: {} };
}

function readLevel(name: string, value: unknown, problems: string[]): { level?: Level } {
  if (levels.includes(value)) return { level: value as Level };
  const got = typeof value === "string" ? JSON.stringify(value) : describe(value);
  problems.push(`${name}: ${got} is not an enforcement level; allowed are ${levels.join(", ")}`);
  return {};
}
