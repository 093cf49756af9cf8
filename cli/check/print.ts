import type { CheckReport } from "./runChecks";
import { verdictOf, type CheckResult, type Outcome, type Remedy, type Verdict } from "./result";

const colors: Record<Outcome, string> = {
  ok: "32",
  missing: "31",
  excess: "35",
  failed: "31",
  undetermined: "33",
};

const wordWidth = "undetermined".length;

/** The report for a person: a line for each check, and below it what to do. */
export function printReport(report: CheckReport, colored: boolean): string {
  const { results, notTried } = report;
  const idWidth = Math.max(...results.map(({ id }) => id.length));
  const lines = results.flatMap((result) => {
    const word = result.outcome.padEnd(wordWidth);
    const shown = colored ? `\u001b[${colors[result.outcome]}m${word}\u001b[0m` : word;
    return [
      `${shown} ${result.id.padEnd(idWidth)}  ${result.message}`,
      ...details(result).map((line) => `${" ".repeat(wordWidth + 3)}${line}`),
    ];
  });
  return [...lines, "", ...notTried.map((what) => `Not tried: ${what}`), summary(results)].join("\n") + "\n";
}

/** What was tried and what to do, for a result that asks for it. */
function details({ outcome, target, tried, permissions, remedy }: CheckResult): string[] {
  const advice = remedy?.advice ? [`advice:  ${remedy.advice}`] : [];
  if (outcome === "ok") return [...commands(remedy), ...advice];
  return [
    `tried:   ${tried}, on ${target}`,
    // Of an excess the message names what matters; the whole list is in --json.
    ...(permissions.length > 0 && outcome !== "excess" ? [`lacks:   ${permissions.join(", ")}`] : []),
    ...(remedy?.stackConfig?.split("\n").map((entry) => `stack:   ${entry}`) ?? []),
    ...commands(remedy),
    ...advice,
  ];
}

function commands(remedy: Remedy | undefined): string[] {
  return remedy?.commands?.map((command) => `command: ${command}`) ?? [];
}

const verdicts: Record<Verdict, string> = {
  accepted: "All well",
  rejected: "Something is missing, in excess or failed",
  incomplete: "Incomplete: not everything could be determined",
};

function summary(results: readonly CheckResult[]): string {
  const parts = (Object.keys(colors) as Outcome[]).flatMap((outcome) => {
    const count = results.filter((result) => result.outcome === outcome).length;
    return count > 0 ? [`${count} ${outcome}`] : [];
  });
  return `${verdicts[verdictOf(results)]} (${parts.join(", ")}).`;
}

/** The report for a machine; the form is stable, `formatVersion` changes when it does not stay so. */
export function jsonReport(
  report: CheckReport,
  known: { project: string; location: string; exitCode: number },
): string {
  const { account, keyId, results, notTried } = report;
  const verdict = verdictOf(results);
  const whole = { formatVersion: 1, account, keyId, ...known, verdict, results, notTried };
  return JSON.stringify(whole, null, 2) + "\n";
}
