import type { Assessment } from "./access/assessment";
import type { Exemption, Level, PackConfig } from "./access/config";
import type { Facts, Rule, Violation } from "./rules";
import { joined, printable } from "./stack/text";

/** One message of the pack. */
export interface Diagnostic extends Facts {
  readonly rule: string;
  readonly urn?: string;
  /** The Pulumi name of the resource. */
  readonly resource?: string;
  /** What the engine prints: what is wrong, why it matters, the fix, and the rule in brackets. */
  readonly message: string;
  /** The same without the fix and the rule. */
  readonly summary: string;
  readonly fix?: string;
  readonly url: string;
  /** What it is about, where it may also be judged from one resource alone. */
  readonly about?: string;
  readonly severity: Rule["severity"];
  readonly level: Exclude<Level, "disabled">;
  /** False where the level is the rule's own, so that the level of the whole policy may still lower it. */
  readonly levelSet: boolean;
  /** The exemption that the message reports on. */
  readonly exemption?: Exemption;
}

/** Findings of a rule that are reported one by one; the rest is counted. */
const shownFindings = 50;

/**
 * Runs rules on a stack: findings in a stable order, each once, exempted ones replaced by one line each.
 *
 * A rule that fails says so in one finding of its own, and the others still run.
 */
export function judge(rules: readonly Rule[], assessment: Assessment): Diagnostic[] {
  const { config, now } = assessment;
  const { found, exempted } = findings(rules, assessment);
  return [...abridged(found), ...exemptionReport(rules, config, exempted, now)];
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
    const levelSet = config.levels[rule.id] !== undefined;
    return violations(rule, assessment).flatMap((violation) => {
      const resource = violation.urn === undefined ? undefined : nameIn(violation.urn);
      const exemption = config.exemptions.find((one) => exempts(one, rule.id, violation, resource, now));
      if (!exemption) {
        const own = levelSet ? level : (violation.level ?? level);
        return [diagnostic(rule, violation, { resource, level: own, levelSet })];
      }
      exempted.set(exemption, (exempted.get(exemption) ?? 0) + 1);
      return [];
    });
  });
  return { found: distinct(found), exempted };
}

function diagnostic(
  { id, url, severity }: Rule,
  { message, fix, ...rest }: Violation,
  more: Pick<Diagnostic, "resource" | "level" | "levelSet">,
): Diagnostic {
  const text = fix === undefined ? message : `${message} Fix: ${fix}.`;
  return { ...rest, ...more, rule: id, url, severity, summary: message, fix, message: `${text} [${id}]` };
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

function nameIn(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
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

/** The first findings of each rule, and after them one that counts the rest. */
function abridged(found: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<string, number>();
  for (const { rule } of found) seen.set(rule, (seen.get(rule) ?? 0) + 1);
  const listed = new Map<string, number>();
  return found.flatMap((one) => {
    const count = (listed.get(one.rule) ?? 0) + 1;
    listed.set(one.rule, count);
    if (count <= shownFindings) return [one];
    if (count > shownFindings + 1) return [];
    const summary = `${(seen.get(one.rule) ?? 0) - shownFindings} more findings of this rule are not listed.`;
    const { rule, url, severity, level, levelSet } = one;
    return [{ rule, url, severity, level, levelSet, summary, message: `${summary} [${rule}]` }];
  });
}

/**
 * Whether an exemption takes a finding: by fields, never by text, so that neither a longer name nor what an author writes
 * into a condition is let through. A finding is taken only where every one of its permissions is.
 */
function exempts(
  { rule, until, resource, account, role, scope, permission }: Exemption,
  id: string,
  found: Violation,
  name: string | undefined,
  now: Date,
): boolean {
  if (rule !== id || expired(until, now)) return false;
  const matches = (pattern: string | undefined, values: readonly (string | undefined)[]): boolean => {
    if (pattern === undefined) return true;
    return values.length > 0 && values.every((value) => value !== undefined && covers(pattern, value));
  };
  return (
    (matches(resource, [name]) || matches(resource, [found.urn])) &&
    matches(account, [found.account]) &&
    matches(role, [found.role]) &&
    matches(scope, [found.scope]) &&
    matches(permission, found.permissions ?? [])
  );
}

/** `*` stands for any rest at the end of a pattern, and for nothing else elsewhere. */
function covers(pattern: string, value: string): boolean {
  return pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
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
  return exemptions.flatMap((exemption) => {
    const { reason, until } = exemption;
    const rule = rules.find(({ id }) => id === exemption.rule);
    if (!rule) return [];
    const count = exempted.get(exemption) ?? 0;
    const about = (["resource", "account", "role", "scope", "permission"] as const).flatMap((field) =>
      exemption[field] === undefined ? [] : [`${field} ${printable(exemption[field])}`],
    );
    const what = `exemption from ${rule.id}${about.length === 0 ? "" : ` for ${joined(about)}`} (${printable(reason)}${until === undefined ? "" : `, until ${until}`})`;
    const outcome = expired(until, now)
      ? "has expired: renew it with a reason, or remove it"
      : count === 0
        ? "matches nothing: remove it from the config"
        : `accepts ${count} finding${count === 1 ? "" : "s"}`;
    const summary = `The ${what} ${outcome}.`;
    return [
      {
        rule: rule.id,
        url: rule.url,
        summary,
        message: `${summary} [${rule.id}]`,
        severity: "low",
        level: "advisory",
        levelSet: true,
        exemption,
      },
    ];
  });
}
