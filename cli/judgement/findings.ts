import { assess } from "../../policy/access/assessment";
import { packConfig, type PackConfig } from "../../policy/access/config";
import { type Diagnostic, judge } from "../../policy/judge";
import { type Group, rules } from "../../policy/rules";
import type { Resource } from "../../policy/stack/resource";
import type { ExemptionLine, FindingLine } from "./lines";
import type { PolicySetting, PolicySettings } from "./policySettings";

/** What the rules say, with what has been exempted from them. */
export interface Findings {
  findings: FindingLine[];
  /** Those about one account acting as another; they are among the findings as well. */
  impersonation: FindingLine[];
  exemptions: ExemptionLine[];
}

const beginsExemption = "The exemption from ";

/** Runs the pack's rules as its policies would, each group with its own config. */
export function findingsOf(resources: readonly Resource[], settings: PolicySettings, now: Date): Findings {
  const findings: FindingLine[] = [];
  const exemptions: ExemptionLine[] = [];
  for (const group of Object.keys(settings) as Group[]) {
    const setting = settings[group];
    if (setting.level === "disabled") continue;
    const config = packConfig(setting.config);
    const own = rules.filter((rule) => rule.group === group);
    const said = judge(own, assess(resources, config, now));
    const outcomes = said.filter(({ message }) => message.startsWith(beginsExemption));
    exemptions.push(...exemptionLines(group, config, outcomes));
    findings.push(
      ...said.filter((one) => !outcomes.includes(one)).map((one) => findingLine(one, setting.level)),
    );
  }
  findings.sort((a, b) => rank(a) - rank(b));
  return { findings, impersonation: findings.filter(({ rule }) => isBorrowing(rule)), exemptions };
}

function findingLine(
  { rule, message, severity, level, levelSet, urn }: Diagnostic,
  policyLevel: PolicySetting["level"],
): FindingLine {
  const known = rules.find(({ id }) => id === rule);
  return {
    rule,
    // A level set for the rule outranks the policy's; a policy's level may lower a rule's own, never raise it.
    level: !levelSet && policyLevel === "advisory" ? policyLevel : level,
    severity,
    message: message.replace(` [${rule}]`, ""),
    ...(urn !== undefined && { urn }),
    ...(known && { url: known.url }),
  };
}

const severities: readonly FindingLine["severity"][] = ["critical", "high", "medium", "low"];

function rank({ level, severity }: FindingLine): number {
  return (level === "mandatory" ? 0 : severities.length) + severities.indexOf(severity);
}

function isBorrowing(id: string): boolean {
  return rules.find((rule) => rule.id === id)?.tags.includes("impersonation") === true;
}

function exemptionLines(
  group: Group,
  { exemptions }: PackConfig,
  outcomes: readonly Diagnostic[],
): ExemptionLine[] {
  return exemptions
    .filter(({ rule }) => rules.some((one) => one.id === rule && one.group === group))
    .map(({ rule, matching, reason, until }, index) => ({
      rule,
      matching: [...matching],
      reason,
      ...(until !== undefined && { until }),
      outcome: outcomes[index]?.message.replace(` [${rule}]`, "") ?? "",
    }));
}
