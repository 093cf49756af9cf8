import type { Assessment } from "./access/assessment";
import type { Exemption, Level, PackConfig } from "./access/config";
import type { Rule, Violation } from "./rules";
import { abridged, printable } from "./stack/text";

/** One message of the pack. */
export interface Diagnostic {
  readonly rule: string;
  readonly urn?: string;
  readonly message: string;
  /** What it is about, where it may also be judged from one resource alone. */
  readonly about?: string;
  readonly severity: Rule["severity"];
  readonly level: Exclude<Level, "disabled">;
  /** False where the level is the rule's own, so that the level of the whole policy may still lower it. */
  readonly levelSet: boolean;
}

/**
 * Runs rules on a stack: findings in a stable order, each once, exempted ones replaced by one line each.
 *
 * A rule that fails says so in one finding of its own, and the others still run.
 */
export function judge(rules: readonly Rule[], assessment: Assessment): Diagnostic[] {
  const { config, now } = assessment;
  const { found, exempted } = findings(rules, assessment);
  return [...found, ...exemptionReport(rules, config, exempted, now)];
}

/** What the rules find, exempted findings left out, with how many findings each exemption has taken. */
export function findings(
  rules: readonly Rule[],
  assessment: Assessment,
): { found: Diagnostic[]; exempted: ReadonlyMap<Exemption, number> } {
  const { config, now } = assessment;
  const exempted = new Map<Exemption, number>();
  const found = rules.flatMap((rule) => {
    const level = config.levels[rule.id] ?? rule.level;
    if (level === "disabled") return [];
    const diagnostic = ({ urn, message, about }: Violation): Diagnostic => ({
      rule: rule.id,
      urn,
      about,
      message: `${message} [${rule.id}]`,
      severity: rule.severity,
      level,
      levelSet: config.levels[rule.id] !== undefined,
    });
    return violations(rule, assessment).flatMap((violation) => {
      const exemption = config.exemptions.find((one) => exempts(one, rule.id, violation.message, now));
      if (!exemption) return [diagnostic(violation)];
      exempted.set(exemption, (exempted.get(exemption) ?? 0) + 1);
      return [];
    });
  });
  return { found: distinct(found), exempted };
}

function violations(rule: Rule, assessment: Assessment): Violation[] {
  try {
    return rule.find(assessment);
  } catch (error) {
    const kind = error instanceof Error ? error.name : "an exception";
    return [
      {
        message: `The rule could not be applied (${kind} inside the policy pack), so that the stack is not judged by it; report this, or set levels.${rule.id} to advisory meanwhile.`,
      },
    ];
  }
}

function distinct(found: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const one of found) {
    const key = `${one.rule}\n${one.message}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()].sort((a, b) => compare(a.rule, b.rule) || compare(a.message, b.message));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function exempts({ rule, matching, until }: Exemption, id: string, message: string, now: Date): boolean {
  return rule === id && !expired(until, now) && matching.every((part) => message.includes(part));
}

/** An exemption counts to the end of its last day, by UTC. */
function expired(until: string | undefined, now: Date): boolean {
  return until !== undefined && now.toISOString().slice(0, 10) > until;
}

/** What each exemption of these rules has done, so that none works unseen or lingers. */
function exemptionReport(
  rules: readonly Rule[],
  { exemptions }: PackConfig,
  exempted: ReadonlyMap<Exemption, number>,
  now: Date,
): Diagnostic[] {
  return exemptions
    .filter(({ rule }) => rules.some(({ id }) => id === rule))
    .map((exemption) => {
      const { rule, matching, reason, until } = exemption;
      const count = exempted.get(exemption) ?? 0;
      const about = matching.length === 0 ? "" : ` for ${abridged(matching.map(printable))}`;
      const what = `exemption from ${rule}${about} (${printable(reason)}${until === undefined ? "" : `, until ${until}`})`;
      const outcome = expired(until, now)
        ? "has expired: renew it with a reason, or take it out"
        : count === 0
          ? "matches nothing: take it out of the config"
          : `accepts ${count} finding${count === 1 ? "" : "s"}`;
      return {
        rule,
        message: `The ${what} ${outcome}. [${rule}]`,
        severity: "low",
        level: "advisory",
        levelSet: true,
      };
    });
}
