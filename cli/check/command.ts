import { EXIT_FAILED, type Command, type CommandIo } from "../command";
import { endpointsFrom } from "../google/endpoints";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { readKeyText } from "../google/readKeyText";
import { Redactor } from "../google/Redactor";
import type { RetryPolicy } from "../google/retry";
import { Interruption, interruptedBy } from "./Interruption";
import { checkSyntax, readOptions, readStackPlace } from "./options";
import { jsonReport, printReport } from "./print";
import { colored } from "../terminal";
import { exitCode, type CheckResult } from "./result";
import { runChecks, type CheckReport } from "./runChecks";
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
  const code = signal === undefined ? exitCode(report.results) : interruptedBy(signal);
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
