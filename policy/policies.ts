import type { PolicyConfigSchema } from "@pulumi/policy";
import { assess } from "./access/assessment";
import { packConfig, type PackConfig } from "./access/config";
import { narrowerRole } from "./access/singleResource";
import { configProperties } from "./configSchema";
import { grantsAnything } from "./iam/grants";
import { type Diagnostic, findings, judge } from "./judge";
import { type Group, rules } from "./rules";
import { alone } from "./rules/single-resource";
import { fromPolicyResource, type PolicyResourceLike } from "./stack/fromPulumi";
import { toPlain } from "./stack/plain";
import type { Resource } from "./stack/resource";

/** The pack's policies, by group: what each is called and what it is for. */
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

/**
 * A policy as the server of @pulumi/policy takes it, which is more than the types of 1.21 declare: one policy may judge
 * single resources and the whole stack, and a violation may carry its own level.
 */
interface PackPolicy {
  readonly name: string;
  readonly description: string;
  readonly enforcementLevel: "mandatory";
  readonly severity: "high";
  readonly tags: string[];
  readonly remediationSteps: string;
  readonly url?: string;
  readonly configSchema: PolicyConfigSchema;
  readonly validateStack: (args: StackArgs, report: Report) => void;
  readonly validateResource?: (args: ResourceArgs, report: Report) => void;
  readonly remediateResource?: (args: ResourceArgs) => Record<string, unknown> | undefined;
}

interface StackArgs {
  readonly resources: readonly PolicyResourceLike[];
  getConfig(): object;
}

type ResourceArgs = PolicyResourceLike & { getConfig(): object };

type Report = (violation: {
  message: string;
  urn?: string;
  severity: string;
  enforcementLevel?: string;
}) => void;

/** The pack's policies: one for each group of rules. */
export function policies(now: () => Date = () => new Date()): PackPolicy[] {
  return (Object.keys(groups) as Group[]).map((group) => policy(group, now));
}

function policy(group: Group, now: () => Date): PackPolicy {
  const own = rules.filter((rule) => rule.group === group);
  const [first] = own;
  return {
    ...groups[group],
    enforcementLevel: "mandatory",
    severity: "high",
    tags: [...new Set(own.flatMap(({ tags }) => tags))],
    remediationSteps: own.map(({ id, remediation }) => `${id}: ${remediation}`).join("\n"),
    url: first?.url,
    configSchema: { properties: configProperties } as unknown as PolicyConfigSchema,
    validateStack: (args, report) => {
      const config = packConfig(toPlain(args.getConfig()));
      const stack = args.resources.map(fromPolicyResource);
      const assessment = assess(stack, config, now());
      const found = judge(own, assessment);
      const isNew = notReportedAlone(found, stack, config, now());
      for (const one of found.filter(isNew)) reportDiagnostic(report, one);
    },
    ...(group === "access" ? singleResource(now) : {}),
  };
}

/** What can be judged from one resource is judged before it is made, and can be narrowed where that is certain. */
function singleResource(now: () => Date): Pick<PackPolicy, "validateResource" | "remediateResource"> {
  return {
    validateResource: (args, report) => {
      if (!grantsAnything(args.type)) return;
      const config = packConfig(toPlain(args.getConfig()));
      for (const found of aloneFindings(fromPolicyResource(args), config, now()))
        reportDiagnostic(report, found);
    },
    remediateResource: (args) => {
      if (!grantsAnything(args.type)) return undefined;
      const role = narrowerRole(fromPolicyResource(args), packConfig(toPlain(args.getConfig())), now());
      return role === undefined ? undefined : { ...(args.props as Record<string, unknown>), role };
    },
  };
}

/**
 * A test for what the judgement of single resources has not reported already: a pure one, so that nothing has to be
 * remembered.
 */
function notReportedAlone(
  all: readonly Diagnostic[],
  stack: readonly Resource[],
  config: PackConfig,
  now: Date,
): (found: Diagnostic) => boolean {
  const asked = new Set(all.flatMap(({ urn, about }) => (about === undefined ? [] : [urn])));
  const alone = new Map<string | undefined, Diagnostic[]>(
    stack
      .filter(({ urn }) => asked.has(urn))
      .map((resource) => [resource.urn, aloneFindings(resource, config, now)]),
  );
  return ({ rule, urn, about }) =>
    !alone.get(urn)?.some((other) => other.rule === rule && other.about === about);
}

function aloneFindings(resource: Resource, config: PackConfig, now: Date): Diagnostic[] {
  return findings(alone, assess([resource], config, now)).found;
}

function reportDiagnostic(report: Report, { urn, message, severity, level, levelSet }: Diagnostic): void {
  // Without a level of its own a finding follows the level that the organisation gives the whole policy.
  report({ message, urn, severity, enforcementLevel: levelSet || level === "advisory" ? level : undefined });
}
