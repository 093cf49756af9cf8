import type { PolicyConfigSchema } from "@pulumi/policy";
import { assess } from "./access/assessment";
import { packConfig, type PackConfig } from "./access/config";
import { narrowerRole } from "./access/singleResource";
import { configProperties } from "./configSchema";
import { grantsAnything } from "./iam/grants";
import { type Diagnostic, findings, judge } from "./judge";
import { rules } from "./rules";
import { duplicateGrants, twins } from "./rules/duplicate-grants";
import { alone } from "./rules/single-resource";
import { fromPolicyResource, type PolicyResourceLike, readAssets } from "./stack/fromPulumi";
import { toPlain } from "./stack/plain";
import { changed, type Resource } from "./stack/resource";

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
  readonly url: string;
  readonly configSchema: PolicyConfigSchema;
  readonly validateStack: (args: StackArgs, report: Report) => void | Promise<void>;
  readonly validateResource: (args: ResourceArgs, report: Report) => void;
  readonly remediateResource: (args: ResourceArgs) => Record<string, unknown> | undefined;
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

/**
 * The pack's one policy, `segment-bigquery`, in the list that a `PolicyPack` takes.
 *
 * One, because the engine gives each policy a config of its own: what is set under one is unknown to the next.
 */
export function policies(now: () => Date = () => new Date()): PackPolicy[] {
  /** Resources whose role was narrowed in this run: the stack's judgement rejects one that became another's twin. */
  const narrowed = new Set<string>();
  /** What the program states of each dataset and secret of this run: later, its properties are Google's answer as well. */
  const stated = new Map<string, readonly string[]>();
  const configOf = configReader();
  const withInputs = (resource: Resource): Resource => {
    const inputs = stated.get(resource.urn);
    return inputs ? changed(resource, { inputs }) : resource;
  };
  return [
    {
      name: "segment-bigquery",
      description:
        "Segment's account holds what it needs in BigQuery and nothing else, and its key stays between Google, the secrets manager and Segment.",
      enforcementLevel: "mandatory",
      severity: "high",
      tags: [...new Set(rules.flatMap(({ tags }) => tags))],
      remediationSteps: rules.map(({ id, remediation }) => `${id}: ${remediation}`).join("\n"),
      url: "https://cloud.google.com/bigquery/docs/access-control",
      configSchema: { properties: configProperties } as unknown as PolicyConfigSchema,
      validateStack: (args, report) => {
        const judged = () => {
          const config = configOf(args);
          const stack = args.resources.map((one) => withInputs(fromPolicyResource(one)));
          stated.clear();
          const assessment = assess(stack, config, now());
          const made = new Set<string | undefined>(
            twins(assessment).flatMap(({ grants }) =>
              grants.some(({ urn }) => narrowed.has(urn)) ? grants.map(({ urn }) => urn) : [],
            ),
          );
          narrowed.clear();
          const found = judge(rules, assessment).map((one) =>
            one.rule === duplicateGrants.id && made.has(one.urn)
              ? { ...one, level: "mandatory" as const }
              : one,
          );
          const isNew = notReportedAlone(found, stack, config, now());
          for (const one of found.filter(isNew)) reportDiagnostic(report, one);
        };
        // At once where it can be: the command line runs the pack in its own process, and waits for nothing.
        return readAssets(args.resources)?.then(judged) ?? judged();
      },
      // What can be judged from one resource is judged before it is made, and narrowed where that is certain.
      validateResource: (args, report) => {
        if (/:(?:Dataset|Secret)$/.test(args.type)) stated.set(args.urn, Object.keys(args.props));
        if (!grantsAnything(args.type)) return;
        for (const found of aloneFindings(fromPolicyResource(args), configOf(args), now()))
          reportDiagnostic(report, found);
      },
      remediateResource: (args) => {
        if (!grantsAnything(args.type)) return undefined;
        const role = narrowerRole(fromPolicyResource(args), configOf(args), now());
        if (role !== undefined) narrowed.add(args.urn);
        return role === undefined ? undefined : { ...(args.props as Record<string, unknown>), role };
      },
    },
  ];
}

/** Reads the config that each call brings, once for as long as it stays what it was. */
function configReader(): (args: { getConfig(): object }) => PackConfig {
  let last: { readonly text: string; readonly config: PackConfig } | undefined;
  return (args) => {
    const written = args.getConfig();
    const text = JSON.stringify(written);
    if (last?.text !== text) last = { text, config: packConfig(toPlain(written)) };
    return last.config;
  };
}

/**
 * A test for what the judgement of single resources has not reported already: a pure one, so nothing must be
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
  // Without a level of its own a finding follows the level that the organization gives the whole policy.
  report({ message, urn, severity, enforcementLevel: levelSet || level === "advisory" ? level : undefined });
}
