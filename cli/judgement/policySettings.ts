import { configProperties } from "../../policy/configSchema";
import type { Level } from "../../policy/access/config";
import { toPlain, type Plain } from "../../policy/stack/plain";
import { UsageError } from "../command";
import { schemaProblems } from "../offline/policies/jsonSchema";
import type { WireObject } from "../offline/wire/wireValue";
import { describe, isYamlObject, readYamlObject } from "../yaml";

/** How the pack's policy is configured. */
export interface PolicySettings {
  /** The level of its findings, unless the config sets it rule by rule. */
  level?: Level;
  config: Plain;
}

const policy = "segment-bigquery";
const levels: readonly unknown[] = ["mandatory", "advisory", "disabled"];

/**
 * Reads a policy config file of the form that `pulumi preview --policy-pack-config` takes: settings by policy, and
 * `all` for the level of every policy.
 *
 * @throws UsageError naming everything that is wrong with it
 */
export function policySettings(file: string | undefined): PolicySettings {
  const content = file === undefined ? {} : readYamlObject(file);
  const problems = Object.keys(content)
    .filter((name) => name !== "all" && name !== policy)
    .map((name) => `there is no policy "${name}"; there are ${policy} and "all"`);
  const all = settingOf("all", content["all"], problems).level;
  const own = settingOf(policy, content[policy], problems);
  if (problems.length > 0) throw new UsageError(`${file}: ${problems.join("; ")}.`);
  return { config: own.config, level: own.level ?? all };
}

function settingOf(policy: string, entry: unknown, problems: string[]): PolicySettings {
  if (entry === undefined) return { config: {} };
  const { enforcementLevel, ...config } = isYamlObject(entry) ? entry : { enforcementLevel: entry };
  if (enforcementLevel !== undefined && !levels.includes(enforcementLevel)) {
    const got = typeof enforcementLevel === "string" ? `"${enforcementLevel}"` : describe(enforcementLevel);
    problems.push(`${policy}: ${got} is no level; allowed are ${levels.join(", ")}`);
  }
  const known: object = policy === "all" ? {} : configProperties;
  problems.push(
    ...schemaProblems(config as WireObject, { properties: known as WireObject, required: [] }).map(
      (problem) => `${policy}: ${problem}`,
    ),
  );
  return { level: enforcementLevel as PolicySettings["level"], config: toPlain(config) };
}
