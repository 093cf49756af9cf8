import type { Assessment } from "../../policy/access/assessment";
import type { Exemption, Level } from "../../policy/access/config";
import { gaps } from "../../policy/access/gaps";
import { type Scope, scopeText } from "../../policy/iam/scope";
import { type Diagnostic, judge } from "../../policy/judge";
import { rules } from "../../policy/rules";
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

/** Permissions that an account needs at one scope and holds in no way. */
export interface MissingLine {
  /** `missing`, or `undetermined` where something not known yet may hold it. */
  state: "missing" | "undetermined";
  member: string;
  scope: string;
  scopeKind: Scope["kind"];
  permissions: { permission: string; reason: string }[];
}

/** What a rule says. */
export interface FindingLine {
  rule: string;
  level: Exclude<Level, "disabled">;
  severity: "low" | "medium" | "high" | "critical";
  /** What is wrong with what, why it matters, and the fix. */
  message: string;
  /** The same without the fix. */
  summary: string;
  /** What to do about it, as an edit. */
  fix?: string;
  /** The resource to look at; absent where it is the whole. */
  urn?: string;
  /** Google's or Segment's page that the rule rests on. */
  url?: string;
}

/** Findings that the organization accepts, as its config states them. */
export interface ExemptionLine extends Exemption {
  /** What it has done here, in words. */
  outcome: string;
}

/** What the accounts lack, by scope. */
export function missingLines(assessment: Assessment): MissingLine[] {
  return gaps(assessment).map(({ access, scope, needs, open }) => ({
    state: open ? "undetermined" : "missing",
    member: access.segment.member,
    scope: scopeText(scope),
    scopeKind: scope.kind,
    permissions: needs.map(({ permission, reason }) => ({ permission, reason })),
  }));
}
