import type { CheckReport } from "./runChecks";
import { exitCode, type CheckResult, type Outcome, type Remedy } from "./result";

const colours: Record<Outcome, string> = {
  ok: "32",
  missing: "31",
  failed: "31",
  excess: "35",
  warning: "33",
  unknown: "33",
  skipped: "2",
  "no answer": "31",
};

/** The report for a person: a line for each check, and below it what to do. */
export function printReport({ results }: CheckReport, colour: boolean): string {
  const idWidth = Math.max(...results.map(({ id }) => id.length));
  const lines = results.flatMap((result) => {
    const word = result.outcome.padEnd(9);
    const shown = colour ? `\u001b[${colours[result.outcome]}m${word}\u001b[0m` : word;
    return [
      `${shown} ${result.id.padEnd(idWidth)}  ${result.message}`,
      ...details(result).map((line) => `            ${line}`),
    ];
  });
  return [...lines, "", summary(results)].join("\n") + "\n";
}

/** What was tried and what to do, for a result that asks for it. */
function details({ outcome, target, tried, permissions, remedy }: CheckResult): string[] {
  if (outcome === "ok" || outcome === "skipped") return commands(remedy);
  return [
    `tried:   ${tried}, on ${target}`,
    // Of an excess the message names what matters; the whole list is in --json.
    ...(permissions.length > 0 && outcome !== "excess" ? [`lacks:   ${permissions.join(", ")}`] : []),
    ...(remedy?.stackConfig?.split("\n").map((entry) => `stack:   ${entry}`) ?? []),
    ...commands(remedy),
    ...(remedy?.advice ? [`advice:  ${remedy.advice}`] : []),
  ];
}

function commands(remedy: Remedy | undefined): string[] {
  return remedy?.commands?.map((command) => `command: ${command}`) ?? [];
}

function summary(results: readonly CheckResult[]): string {
  const counts = new Map<Outcome, number>();
  for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const parts = (Object.keys(colours) as Outcome[]).flatMap((outcome) => {
    const count = counts.get(outcome);
    return count ? [`${count} ${outcome}`] : [];
  });
  const verdicts = [
    counts.has("unknown") ? "All well, as far as the key can see" : "All well",
    "Something is missing, failed or in excess",
    "Google did not answer everything",
  ];
  return `${verdicts[exitCode(results)]}: ${parts.join(", ")}.`;
}

/** The report for a machine; the form is stable, `formatVersion` changes when it does not stay so. */
export function jsonReport(
  report: CheckReport,
  known: { project: string; location: string; exitCode: number },
): string {
  const { account, keyId, results } = report;
  const whole = { formatVersion: 1, account, keyId, ...known, results };
  return JSON.stringify(whole, null, 2) + "\n";
}
