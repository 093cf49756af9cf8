import { EXIT_FAILED, type Command, type CommandIo } from "../command";
import { endpointsFrom } from "../google/endpoints";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { readKeyText } from "../google/readKeyText";
import { Redactor } from "../google/Redactor";
import type { RetryPolicy } from "../google/retry";
import { checkSyntax, readOptions } from "./options";
import { jsonReport, printReport } from "./print";
import { colored } from "../terminal";
import { exitCode, type CheckResult } from "./result";
import { runChecks, type CheckReport } from "./runChecks";

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
 */
export async function check(
  argv: string[],
  io: CommandIo,
  patience: Partial<RetryPolicy> = {},
): Promise<number> {
  const options = readOptions(argv);
  const endpoints = endpointsFrom(io.env);
  const retry = { timeLimit: options.requestTimeout * 1000, ...patience };
  const redactor = new Redactor();
  let report: CheckReport;
  try {
    const keyText = await readKeyText(options.key, io, retry, redactor);
    const onResult = io.stderrIsTTY && !options.json ? progress(io) : undefined;
    report = await runChecks(keyText, options, { endpoints, retry, redactor, onResult });
    if (onResult) io.stderr.write(clearLine);
  } catch (error) {
    if (!(error instanceof GoogleRefusal) && !(error instanceof NoAnswer)) throw error;
    io.stderr.write(redactor.clean(`The key could not be fetched: ${error.message}\n`));
    return EXIT_FAILED;
  }
  const { results } = report;
  const { project } = options.declared;
  const out = options.json
    ? jsonReport(report, { project, location: options.location })
    : printReport(report, colored(io.isTTY, io.env));
  io.stdout.write(out);
  return exitCode(results);
}

const clearLine = "\r\u001b[K";

/** One line that is written over and over, on standard error so that the report stays clean. */
function progress(io: CommandIo): (result: CheckResult) => void {
  return ({ id }) => io.stderr.write(clearLine + id);
}
