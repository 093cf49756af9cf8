import type { AnalyzeDiagnostic } from "@pulumi/pulumi/proto/analyzer_pb";
import { levelOf, severityOf, type Pack, type Severity } from "./pack";

/** What a policy found. */
export interface Violation {
  pack: string;
  packVersion: string;
  policy: string;
  level: "mandatory" | "advisory";
  severity?: Severity;
  message: string;
  /** What to do about it, as the policy describes it. */
  remediation?: string;
  url?: string;
  /** The resource it is about; the stack's own URN when it is about none in particular. */
  urn: string;
}

/** A policy that read an unknown value: @pulumi/policy gives up on it and reports this, at the level advisory. */
const gaveUp = /^can't run (?:policy|remediation) '.+' from policy pack '.+' during preview: /s;

/** Whether a message says that a policy could not be run at all. */
export function couldNotRun(message: string): boolean {
  return gaveUp.test(message);
}

export function readViolation(diagnostic: AnalyzeDiagnostic, pack: Pack, urn: string): Violation {
  const name = diagnostic.getPolicyname();
  const policy = pack.policies.find((candidate) => candidate.name === name);
  const severity = severityOf(diagnostic.getSeverity());
  return {
    pack: diagnostic.getPolicypackname() || pack.name,
    packVersion: diagnostic.getPolicypackversion() || pack.version,
    policy: name,
    level: levelOf(diagnostic.getEnforcementlevel()) === "advisory" ? "advisory" : "mandatory",
    ...(severity ? { severity } : {}),
    message: withoutHeading(diagnostic.getMessage(), diagnostic.getDescription()),
    ...(policy?.remediation ? { remediation: policy.remediation } : {}),
    ...(policy?.url ? { url: policy.url } : {}),
    urn: diagnostic.getUrn() || urn,
  };
}

/** @pulumi/policy sets the policy's description in front of every message. */
function withoutHeading(message: string, description: string): string {
  const heading = `${description}\n`;
  return message.startsWith(heading) && message.length > heading.length
    ? message.slice(heading.length)
    : message;
}

/** Mandatory first, then by policy, resource and message: packs report in no fixed order. */
export function sortViolations(violations: Violation[]): Violation[] {
  const key = (v: Violation): string =>
    [v.level === "mandatory" ? 0 : 1, v.pack, v.policy, v.urn, v.message].join("\n");
  const unique = new Map(violations.map((violation) => [key(violation), violation]));
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, violation]) => violation);
}
