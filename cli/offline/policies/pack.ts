import {
  EnforcementLevel,
  PolicySeverity,
  type AnalyzerInfo,
  type PolicyInfo,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { fromStruct } from "../wire/struct";
import type { WireObject } from "../wire/wireValue";
import type { ConfigSchema } from "./jsonSchema";

export type Level = "advisory" | "mandatory" | "remediate" | "disabled";
export type Severity = "low" | "medium" | "high" | "critical";

/** A policy, as its pack describes it. */
export interface Policy {
  name: string;
  description: string;
  level: Level;
  /** What to do about a violation, in the pack's words. */
  remediation?: string;
  url?: string;
  /** Undefined when it takes no configuration. */
  schema?: ConfigSchema;
}

/** A policy pack, as it describes itself. */
export interface Pack {
  name: string;
  version: string;
  policies: Policy[];
  /** Configuration that the pack brings along, by policy. */
  initialConfig: Map<string, { level: Level; properties: WireObject }>;
}

const levels: ReadonlyMap<number, Level> = new Map([
  [EnforcementLevel.ADVISORY, "advisory"],
  [EnforcementLevel.MANDATORY, "mandatory"],
  [EnforcementLevel.REMEDIATE, "remediate"],
  [EnforcementLevel.DISABLED, "disabled"],
]);

const severities: ReadonlyMap<number, Severity> = new Map([
  [PolicySeverity.POLICY_SEVERITY_LOW, "low"],
  [PolicySeverity.POLICY_SEVERITY_MEDIUM, "medium"],
  [PolicySeverity.POLICY_SEVERITY_HIGH, "high"],
  [PolicySeverity.POLICY_SEVERITY_CRITICAL, "critical"],
]);

/** A level by its number on the wire; one that a later protocol adds is taken for the strictest. */
export function levelOf(value: number): Level {
  return levels.get(value) ?? "mandatory";
}

export function severityOf(value: number): Severity | undefined {
  return severities.get(value);
}

export function levelNumber(level: Level): EnforcementLevel {
  for (const [number, name] of levels) if (name === level) return number;
  throw new Error(`no such enforcement level: ${level}`);
}

export function readPack(info: AnalyzerInfo): Pack {
  return {
    name: info.getName(),
    version: info.getVersion(),
    policies: info.getPoliciesList().map(readPolicy),
    initialConfig: new Map(
      [...info.getInitialconfigMap().entries()].map(([name, config]) => [
        name,
        { level: levelOf(config.getEnforcementlevel()), properties: fromStruct(config.getProperties()) },
      ]),
    ),
  };
}

function readPolicy(info: PolicyInfo): Policy {
  const schema = info.getConfigschema();
  return {
    name: info.getName(),
    description: info.getDescription(),
    level: levelOf(info.getEnforcementlevel()),
    ...(info.getRemediationSteps() === "" ? {} : { remediation: info.getRemediationSteps() }),
    ...(info.getUrl() === "" ? {} : { url: info.getUrl() }),
    ...(schema
      ? { schema: { properties: fromStruct(schema.getProperties()), required: schema.getRequiredList() } }
      : {}),
  };
}
