import { constants } from "node:os";
import { type Command, type CommandIo, EXIT_FAILED } from "../command";
import { Redactor } from "../google/Redactor";
import { endpointsFrom } from "../google/endpoints";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { readKeyText } from "../google/readKeyText";
import type { RetryPolicy } from "../google/http";
import { colored } from "../terminal";
import { checkSyntax, readOptions, readStackPlace } from "./options";
import { type CheckResult, exitCode, type Outcome, type Remedy, type Verdict, verdictOf } from "./result";
import { type CheckReport, runChecks } from "./runChecks";
import { readCheckedStack } from "./stack";

export const command: Command = {
  name: "check",
  summary: "try a key against BigQuery as Segment would: what is missing, what is in excess",
  syntax: checkSyntax,
  run: (argv, io) => check(argv, io),
};

/**
 * Runs the command.
 *
 * @param patience how long to wait between tries; tests have none
 * @param interruption what ends the command early; the process's signals unless a test stands in for them
 */
export async function check(
  argv: readonly string[],
  io: CommandIo,
  patience: Partial<RetryPolicy> = {},
  interruption: Interruption = new Interruption(process),
): Promise<number> {
  const place = readStackPlace(argv);
  const options = readOptions(argv, place && (await readCheckedStack(place, io)));
  const retry = { timeLimit: options.requestTimeout * 1000, ...patience };
  const redactor = new Redactor();
  const { declared, location, json } = options;
  const onResult = io.stderrIsTTY && !json ? progress(io) : undefined;
  let report: CheckReport;
  interruption.listen((signal) =>
    io.stderr.write(`${signal}: finishing the request under way, then removing what was created.\n`),
  );
  try {
    const endpoints = endpointsFrom(io.env);
    const keyText = await readKeyText(options.key, io, retry, redactor);
    const { stop } = interruption;
    report = await runChecks(keyText, options, { endpoints, retry, redactor, stop, onResult });
    if (onResult) io.stderr.write(clearLine);
  } catch (error) {
    if (!(error instanceof GoogleRefusal) && !(error instanceof NoAnswer)) throw error;
    io.stderr.write(redactor.clean(`The key could not be fetched: ${error.message}\n`));
    return EXIT_FAILED;
  } finally {
    interruption.close();
  }
  const { signal } = interruption;
  const code =
    signal === undefined ? exitCode(report.results, options.allowIncomplete) : interruptedBy(signal);
  const known = { project: declared.project, location, exitCode: code };
  io.stdout.write(json ? jsonReport(report, known) : printReport(report, colored(io.isTTY, io.env)));
  if (signal !== undefined)
    io.stderr.write(`Interrupted by ${signal}: what is not in the report was not tried.\n`);
  return code;
}

const clearLine = "\r\u001b[K";

/** One line that is written over and over, on standard error so that the report stays clean. */
function progress(io: CommandIo): (result: CheckResult) => void {
  return ({ id }) => io.stderr.write(clearLine + id);
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

type StopSignal = (typeof signals)[number];

/** What tells of signals: the process, or a test's stand-in. */
interface SignalSource {
  on(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
  off(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
}

/** A wish to stop: the first signal is heard, a second one ends the process as if nobody listened. */
export class Interruption {
  private readonly controller = new AbortController();
  private heard?: StopSignal;
  private listener?: (signal: StopSignal) => void;

  constructor(private readonly source: SignalSource) {}

  get stop(): AbortSignal {
    return this.controller.signal;
  }

  /** The signal that was heard. */
  get signal(): StopSignal | undefined {
    return this.heard;
  }

  listen(onSignal: (signal: StopSignal) => void): void {
    this.listener = (signal) => {
      this.close();
      this.heard = signal;
      onSignal(signal);
      this.controller.abort();
    };
    for (const signal of signals) this.source.on(signal, this.listener);
  }

  close(): void {
    const { listener } = this;
    if (listener) for (const signal of signals) this.source.off(signal, listener);
  }
}

/** The exit code that a shell gives to a process that a signal has ended. */
function interruptedBy(signal: StopSignal): number {
  return 128 + constants.signals[signal];
}

const colors: Record<Outcome, string> = {
  ok: "32",
  missing: "31",
  excess: "35",
  failed: "31",
  undetermined: "33",
};

const wordWidth = "undetermined".length;

/** The report for a person: a line for each check, and below it what to do. */
function printReport(report: CheckReport, colored: boolean): string {
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
function jsonReport(
  report: CheckReport,
  known: { project: string; location: string; exitCode: number },
): string {
  const { account, keyId, results, notTried } = report;
  const verdict = verdictOf(results);
  const whole = { formatVersion: 1, account, keyId, ...known, verdict, results, notTried };
  return JSON.stringify(whole, null, 2) + "\n";
}
