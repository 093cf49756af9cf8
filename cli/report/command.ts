import { readFile, writeFile } from "node:fs/promises";
import { EXIT_FAILED, type Command, type CommandIo } from "../command";
import { UsageError } from "../errors";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { Redactor } from "../google/Redactor";
import { PreviewError } from "../offline/failure";
import { printable } from "../terminal";
import { notReadLine } from "./lines";
import { makeReport, mergedReports } from "./makeReport";
import { renderPage } from "./html/renderPage";
import { fromInventory, fromProject, reportOnStack } from "./inputs";
import { fromState } from "../stackState";
import { policySettings } from "../judgement/policySettings";
import { renderMarkdown } from "./markdown";
import { type Format, readOptions, reportSyntax, type ReportOptions } from "./options";
import { states, type Report } from "./report";

async function run(argv: string[], io: CommandIo): Promise<number> {
  const options = readOptions(argv);
  const redactor = new Redactor();
  let report: Report;
  try {
    report = await reportOn(options, io, redactor);
  } catch (error) {
    const expected = [PreviewError, GoogleRefusal, NoAnswer].some((kind) => error instanceof kind);
    if (!expected || !(error instanceof Error)) throw error;
    io.stderr.write(redactor.redact(`${printable(error.message).trimEnd()}\nThere is no report.\n`));
    return EXIT_FAILED;
  }
  for (const { format, file } of options.outputs) {
    const text = redactor.redact(renderings[format](report));
    if (file === undefined) io.stdout.write(text);
    else await write(file, text);
  }
  if (report.verdict === "incomplete") return options.allowIncomplete ? 0 : 1;
  return report.verdict === "rejected" ? 1 : 0;
}

const renderings: Readonly<Record<Format, (report: Report) => string>> = {
  text: (report) => printable(renderText(report)),
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  markdown: renderMarkdown,
  html: renderPage,
};

async function reportOn(options: ReportOptions, io: CommandIo, redactor: Redactor): Promise<Report> {
  const { source } = options;
  const all = options.policyConfigs.map(policySettings);
  const settings = all[0] ?? policySettings(undefined);
  const now = new Date();
  if (source.kind === "stack") return reportOnStack(source, options, settings, now, io.env);
  if (source.kind === "project")
    return makeReport(await fromProject(source.project, settings, io.env, redactor), now);
  if (source.kind === "organization" || source.kind === "folder")
    return mergedReports(
      (await fromInventory(source, all, io.env, redactor)).map((one) => makeReport(one, now)),
    );
  const text =
    source.file === "-" ? await readAll(io) : await readFile(source.file, "utf8").catch(unreadable);
  const name = source.file === "-" ? "standard input" : source.file;
  return makeReport({ ...fromState(text, name), settings }, now);
}

/** Verdict and counts, then the findings and what was not judged. */
function renderText({ subject, verdict, counts, findings, incomplete, notRead }: Report): string {
  const all = states.map((state) => `${counts[state]} ${state}`).join(", ");
  return [
    `${subject.name}: ${verdict} (${all})`,
    ...findings.map(({ level, rule, message }) => `${level} ${rule}: ${message}`),
    ...incomplete.map((one) => `not judged: ${one.subject}: ${one.reason}`),
    ...notReadLine(notRead),
    "",
  ].join("\n");
}

async function write(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (error) {
    throw new UsageError(
      `--output: ${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? "unknown reason"}.`,
    );
  }
}

function unreadable(error: Error): never {
  throw new UsageError(`--state cannot be read: ${error.message}`);
}

async function readAll({ stdin }: CommandIo): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}

export const command: Command = {
  name: "report",
  summary: "show what Segment's account holds, needs and lacks: as a page, JSON or Markdown",
  syntax: reportSyntax,
  run,
};
