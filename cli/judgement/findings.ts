import type { Assessment } from "../../policy/access/assessment";
import { type Diagnostic, judge } from "../../policy/judge";
import { rules } from "../../policy/rules";
import type { ExemptionLine, FindingLine } from "./lines";
import type { PolicySettings } from "./policySettings";

/** What the rules say, with what has been exempted from them. */
export interface Findings {
  findings: FindingLine[];
  /** Those about one account acting as another; they are among the findings as well. */
  impersonation: FindingLine[];
  exemptions: ExemptionLine[];
}

/** Runs the pack's rules as its policy would. */
export function findingsOf(assessment: Assessment, level: PolicySettings["level"]): Findings {
  if (level === "disabled") return { findings: [], impersonation: [], exemptions: [] };
  const said = judge(rules, assessment);
  const findings = said
    .filter(({ exemption }) => exemption === undefined)
    .map((one) => findingLine(one, level))
    .sort(byRank);
  return {
    findings,
    impersonation: findings.filter(({ rule }) => isImpersonation(rule)),
    exemptions: said.flatMap(exemptionLine),
  };
}

function findingLine(
  { rule, message, summary, fix, severity, level, levelSet, urn }: Diagnostic,
  policyLevel: PolicySettings["level"],
): FindingLine {
  const known = rules.find(({ id }) => id === rule);
  return {
    rule,
    // A level set for the rule outranks the policy's; a policy's level may lower a rule's own, never raise it.
    level: !levelSet && policyLevel === "advisory" ? policyLevel : level,
    severity,
    message: asItIs(message.replace(` [${rule}]`, "")),
    summary: asItIs(summary),
    ...(fix !== undefined && { fix: asItIs(fix) }),
    ...(urn !== undefined && { urn }),
    ...(known && { url: known.url }),
  };
}

/** What a rule says of a stack before its update, said of what exists already: no update comes that makes more known. */
function asItIs(said: string): string {
  return said.replace(
    / until the update|(?<=, so it is not judged| is not judged) yet|(?<=a value that is known) before the update|, or let the update judge it/g,
    "",
  );
}

const severities: readonly FindingLine["severity"][] = ["critical", "high", "medium", "low"];

/** Mandatory ones first, then the most severe. */
export function byRank(a: FindingLine, b: FindingLine): number {
  return rank(a) - rank(b);
}

function rank({ level, severity }: FindingLine): number {
  return (level === "mandatory" ? 0 : severities.length) + severities.indexOf(severity);
}

/** Whether a rule is about one account acting as another. */
export function isImpersonation(id: string): boolean {
  return rules.find((rule) => rule.id === id)?.tags.includes("impersonation") === true;
}

function exemptionLine({ exemption, summary }: Diagnostic): ExemptionLine[] {
  return exemption === undefined ? [] : [{ ...exemption, outcome: summary }];
}
