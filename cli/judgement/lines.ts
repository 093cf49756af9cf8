import type { Assessment } from "../../policy/access/assessment";
import type { Exemption, Level } from "../../policy/access/config";
import { gaps } from "../../policy/access/gaps";
import { type Scope, scopeText } from "../../policy/iam/scope";

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
