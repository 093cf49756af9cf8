import type {
  PolicyConfigSchema,
  ReportViolation,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { configProperties } from "./configSchema";
import { judge } from "./judge";
import { fromPolicyResource } from "./model/adapt";
import { assess } from "./model/assessment";
import { packConfig } from "./model/config";
import { toPlain } from "./model/plain";
import { rules, type Group } from "./rules";

/** The pack's stack policies, by group: what each is called and what it is for. */
const groups: Readonly<Record<Group, { readonly name: string; readonly description: string }>> = {
  access: {
    name: "segment-access",
    description: "Segment's account holds what it needs in BigQuery, and nothing beyond, by whatever path.",
  },
  keys: {
    name: "segment-keys",
    description:
      "The key of Segment's account is young, and stays between Google, the secrets manager and Segment.",
  },
  hygiene: {
    name: "segment-hygiene",
    description: "Nothing in the stack will break Segment's access later.",
  },
};

/** The stack policies: one for each group that has rules. */
export function stackPolicies(now: () => Date = () => new Date()): StackValidationPolicy[] {
  return (Object.keys(groups) as Group[])
    .filter((group) => rules.some((rule) => rule.group === group))
    .map((group) => stackPolicy(group, now));
}

function stackPolicy(group: Group, now: () => Date): StackValidationPolicy {
  const own = rules.filter((rule) => rule.group === group);
  return {
    ...groups[group],
    enforcementLevel: "mandatory",
    severity: "high",
    tags: [...new Set(own.flatMap(({ tags }) => tags))],
    remediationSteps: own.map(({ id, remediation }) => `${id}: ${remediation}`).join("\n"),
    url: own[0]?.url,
    configSchema: { properties: configProperties } as unknown as PolicyConfigSchema,
    validateStack: (args: StackValidationArgs, reportViolation: ReportViolation) => {
      const config = packConfig(toPlain(args.getConfig<object>()));
      const assessment = assess(args.resources.map(fromPolicyResource), config, now());
      for (const { urn, message, severity, level, levelSet } of judge(own, assessment)) {
        // The types know only (message, urn); the server takes more, and without a level of its own a finding follows
        // the level that the organisation gives the whole policy.
        const enforcementLevel = levelSet || level === "advisory" ? level : undefined;
        (reportViolation as unknown as (violation: object) => void)({
          message,
          urn,
          severity,
          enforcementLevel,
        });
      }
    },
  };
}
