import { findings, judge, type Diagnostic } from "../../policy/judge";
import { assess, type Assessment } from "../../policy/access/assessment";
import type { Exemption } from "../../policy/access/config";
import type { Recommendation } from "../../policy/access/recommendRole";
import { rules } from "../../policy/rules";
import { alone } from "../../policy/rules/single-resource";
import type { Resource } from "../../policy/stack/resource";
import type { StackResource } from "../offline/engine/stackResource";
import { nameOfUrn, typeOfUrn } from "../offline/engine/urn";
import type { Violation } from "../offline/policies/violation";
import { ownPack } from "./ownPack";
import { placeOf, type Place } from "./place";

/** What a policy found, field by field. */
export interface Finding {
  /** Id of the rule; of a pack without rules, the policy's name. */
  rule: string;
  level: "mandatory" | "advisory";
  severity?: "low" | "medium" | "high" | "critical";
  /** The resource it is about; the stack's own URN when it is about none in particular. */
  urn: string;
  /** The resource's name in the program. */
  resource: string;
  type: string;
  account?: string;
  role?: string;
  /** As in messages: `dataset acme.crm`. */
  scope?: string;
  permissions: readonly string[];
  /** What Pulumi itself prints. */
  message: string;
  /** What is wrong with what, and why it matters. */
  summary: string;
  fix?: string;
  /** The role to take from the account. */
  remove?: string;
  /** What to grant in its place. */
  grant?: Recommendation;
  url?: string;
  /** The exemption that the finding reports on. */
  exemption?: Exemption;
  place?: Place;
  pack: string;
  packVersion: string;
  policy: string;
}

/** Violations as findings, with the fields that the policy model gives those of this package's own pack. */
export function findingsOf(
  violations: readonly Violation[],
  diagnostics: ReadonlyMap<string, Diagnostic>,
  resources: ReadonlyMap<string, StackResource>,
): Finding[] {
  return violations.map((violation) => {
    const { pack, packVersion, policy, level, severity, urn, message } = violation;
    const own = pack === ownPack.name ? diagnostics.get(message) : undefined;
    const rule = own?.rule ?? /\[([a-z][a-z-]*)\]$/.exec(message)?.[1] ?? policy;
    const fix = own?.fix ?? remedyOf(violation, rule);
    const url = own?.url ?? violation.url;
    const place = placeOf(urn, resources);
    return {
      rule,
      level,
      ...(severity ? { severity } : {}),
      urn,
      resource: nameOfUrn(urn),
      type: typeOfUrn(urn),
      ...(own?.account === undefined ? {} : { account: own.account }),
      ...(own?.role === undefined ? {} : { role: own.role }),
      ...(own?.scope === undefined ? {} : { scope: own.scope }),
      permissions: own?.permissions ?? [],
      message,
      summary: own?.summary ?? message.replace(/ \[[a-z][a-z-]*\]$/, ""),
      ...(fix === undefined ? {} : { fix }),
      ...(own?.remove === undefined ? {} : { remove: own.remove }),
      ...(own?.grant === undefined ? {} : { grant: own.grant }),
      ...(url === undefined ? {} : { url }),
      ...(own?.exemption ? { exemption: own.exemption } : {}),
      ...(place ? { place } : {}),
      ...{ pack, packVersion, policy },
    };
  });
}

/** A policy of several rules lists a remedy for each, `rule: what to do`; only that of the rule is of use. */
function remedyOf({ remediation }: Violation, rule: string): string | undefined {
  const lines = (remediation ?? "").split("\n").filter((line) => line.trim() !== "");
  const own = lines.find((line) => line.startsWith(`${rule}: `))?.slice(rule.length + 2);
  if (own !== undefined || lines.length === 0) return own;
  // A list of other rules' remedies helps nobody.
  return lines.every((line) => /^[a-z][a-z-]*: /.test(line)) ? undefined : lines.join("\n");
}

/** What the pack's own rules find, by message: a pack in its host hands over no more than the message. */
export function diagnosticsOf(
  resources: readonly Resource[],
  assessment: Assessment,
): Map<string, Diagnostic> {
  const { config, now } = assessment;
  const all = judge(rules, assessment);
  const asked = new Set(all.flatMap(({ urn, about }) => (about === undefined ? [] : [urn])));
  const single = resources
    .filter(({ urn }) => asked.has(urn))
    .flatMap((resource) => findings(alone, assess([resource], config, now)).found);
  return new Map([...single, ...all].map((one) => [one.message, one]));
}
