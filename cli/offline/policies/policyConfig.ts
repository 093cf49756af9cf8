import { UsageError } from "../../command";
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

/**
 * The setting of each policy: the pack's own, then the file's `all`, then what the file says about the policy, with
 * the schema's defaults for what nobody says.
 *
 * @throws UsageError naming every bad entry at once
 */
export function policySettings(pack: Pack, given: YamlObject, file: string): Map<string, PolicySetting> {
  const problems: string[] = [];
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
    const properties: WireObject = {};
    for (const [key, schema] of Object.entries(policy.schema?.properties ?? {})) {
      if (isYamlObject(schema) && schema.default !== undefined) properties[key] = schema.default;
    }
    Object.assign(properties, pack.initialConfig.get(policy.name)?.properties, own.properties);
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
  const got = typeof value === "string" ? `"${value}"` : describe(value);
  problems.push(`${name}: ${got} is no enforcement level; allowed are ${levels.join(", ")}`);
  return {};
}
