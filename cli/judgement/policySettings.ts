import { configProperties } from "../../policy/configSchema";
import { toPlain, type Plain } from "../../policy/stack/plain";
import type { Level, Policy } from "../offline/policies/pack";
import { policySettings as settingsByPolicy, readPolicyConfig } from "../offline/policies/policyConfig";
import type { WireObject } from "../offline/wire/wireValue";

/** How the pack's policy is configured. */
export interface PolicySettings {
  /** The level of its findings, unless the config sets it rule by rule. */
  level?: Level;
  config: Plain;
}

const name = "segment-bigquery";
const properties: object = configProperties;
const policy: Policy = {
  name,
  description: "",
  level: "mandatory",
  schema: { properties: properties as WireObject, required: [] },
};

/**
 * Reads a policy config file that `pulumi preview --policy-pack-config` takes.
 *
 * @throws UsageError naming everything that is wrong with it
 */
export function policySettings(file: string | undefined): PolicySettings {
  const pack = { name, policies: [policy], initialConfig: new Map() };
  const set = settingsByPolicy(pack, readPolicyConfig(file), file ?? "").get(name);
  return { level: set?.level ?? policy.level, config: toPlain(set?.properties ?? {}) };
}
