import type { Assessment } from "./access/assessment";
import type { Exemption, Level, PackConfig } from "./access/config";
import type { Facts, FindingText, Rule, Violation } from "./rules";
import { joined, printable } from "./stack/text";

/** One message of the pack. */
export interface Diagnostic extends Facts, Pick<FindingText, "remove" | "grant"> {
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
const listedFindings = 50;

/** What a rule finds, before it is put into words. */
interface Found extends Pick<Diagnostic, "resource" | "level" | "levelSet"> {
  readonly violation: Violation;
}

/**
 * Runs rules on a stack: findings in a stable order, each once, exempted ones replaced by one line each.
 *
 * A rule that fails says so in one finding of its own, and the others still run.
 */
export function judge(rules: readonly Rule[], assessment: Assessment): Diagnostic[] {
  const { found, exempted } = findings(rules, assessment);
  return [...found, ...exemptionReport(rules, assessment.config, exempted, assessment.now)];
}

/** What the rules find, exempted findings left out, with how many findings each exemption has taken. */
export function findings(
  rules: readonly Rule[],
  assessment: Assessment,
): { found: Diagnostic[]; exempted: ReadonlyMap<Exemption, number> } {
  const exempted = new Map<Exemption, number>();
  const found = rules.flatMap((rule) => {
    const level = assessment.config.levels[rule.id] ?? rule.level;
    if (level === "disabled") return [];
    const left = (violations: readonly Violation[]) =>
      violations.length === 0 ? [] : listed(rule, notExempted(rule, level, violations, assessment, exempted));
    try {
      return left(rule.find(assessment));
    } catch (error) {
      return left([failure(rule, error)]);
    }
  });
  return { found: found.sort((a, b) => compare(a.rule, b.rule)), exempted };
}

function failure({ id }: Rule, error: unknown): Violation {
  const kind = error instanceof Error ? error.name : "an exception";
  return {
    text: () => ({
      what: `The rule could not be applied (${kind} inside the policy pack).`,
      why: "The stack is not judged by it.",
      fix: `report this, and set levels.${id} to advisory until it is fixed`,
    }),
  };
}

/** The findings that no exemption takes; those taken are counted. */
function notExempted(
  rule: Rule,
  level: Diagnostic["level"],
  violations: readonly Violation[],
  assessment: Assessment,
  exempted: Map<Exemption, number>,
): Found[] {
  const { config, now } = assessment;
  const levelSet = config.levels[rule.id] !== undefined;
  return violations.flatMap((violation): Found[] => {
    const resource = violation.urn === undefined ? undefined : nameIn(violation.urn);
    const exemption = config.exemptions.find((one) => exempts(one, rule.id, violation, resource, now));
    const own = (!levelSet && violation.level) || level;
    if (!exemption) return [{ violation, resource, level: own, levelSet }];
    exempted.set(exemption, (exempted.get(exemption) ?? 0) + 1);
    return [];
  });
}

/** The first findings of a rule, each once and in a stable order, and after them one that counts the rest. */
function listed(rule: Rule, found: readonly Found[]): Diagnostic[] {
  // Sorting by the text would compute every text.
  const inOrder = found
    .map((one) => [sortKey(one), one] as const)
    .sort(([a], [b]) => compare(a, b))
    .map(([, one]) => one);
  const seen = new Map<string, Diagnostic>();
  const rest: Found[] = [];
  for (const one of inOrder) {
    if (seen.size === listedFindings) {
      rest.push(one);
      continue;
    }
    const made = diagnostic(rule, one);
    if (!seen.has(made.message)) seen.set(made.message, made);
  }
  const all = [...seen.values()].sort((a, b) => compare(a.message, b.message));
  return [...all, ...counted(rule, rest)];
}

function sortKey({ level, violation: { urn, account, role, scope, about } }: Found): string {
  return [level === "mandatory" ? 0 : 1, urn, account, role, scope, about].join("\n");
}

function diagnostic({ id, url, severity }: Rule, { violation, ...more }: Found): Diagnostic {
  const { text, ...facts } = violation;
  const { what, why, ...rest } = text();
  const summary = `${what} ${why}`;
  const message = `${summary} Fix: ${rest.fix}. [${id}]`;
  return { ...facts, ...rest, ...more, rule: id, url, severity, summary, message };
}

function counted({ id, url, severity }: Rule, rest: readonly Found[]): Diagnostic[] {
  const [first] = rest;
  if (!first) return [];
  const { level, levelSet } = first;
  const what =
    rest.length === 1 ? "1 more finding of this rule is" : `${rest.length} more findings of this rule are`;
  const summary = `${what} not listed.`;
  return [{ rule: id, url, severity, level, levelSet, summary, message: `${summary} [${id}]` }];
}

function nameIn(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
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
