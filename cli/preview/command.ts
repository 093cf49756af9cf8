import { writeFile } from "node:fs/promises";
import { EXIT_FAILED, type Command, type CommandIo } from "../command";
import { UsageError } from "../errors";
import { PreviewError } from "../offline/failure";
import { printable } from "../terminal";
import { compare, readEarlier } from "./compare";
import { previewSyntax, readOptions, type PreviewOptions } from "./options";
import { following, preview } from "./preview";
import type { FailedPreview, PreviewResult } from "./previewResult";

async function run(argv: string[], io: CommandIo): Promise<number> {
  const options = readOptions(argv);
  const earlier = options.compare === undefined ? undefined : await readEarlier(options.compare);
  let result: PreviewResult;
  try {
    result = await preview(options, io.env);
  } catch (error) {
    if (!(error instanceof PreviewError)) throw error;
    return failed(error, options, io);
  }
  if (earlier) result = { ...result, comparison: compare(earlier, result) };
  const { render } = following.formats();
  for (const { format, file } of options.outputs) {
    // A file is not a terminal, even where standard output is one.
    if (file === undefined) io.stdout.write(render(format, result, options, io));
    else await write(file, render(format, result, options, { isTTY: false, env: {} }));
  }
  if (lacksAccount(result, options))
    io.stderr.write("This stack has no account of Segment's, and --require-account asks for one.\n");
  return exitCode(result, options);
}

function failed({ message, output }: PreviewError, { outputs }: PreviewOptions, io: CommandIo): number {
  if (outputs.some(({ format, file }) => format === "json" && file === undefined)) {
    const result: FailedPreview = { formatVersion: 1, verdict: "failed", message, output };
    io.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    return EXIT_FAILED;
  }
  if (output !== "") io.stderr.write(`${printable(output).trimEnd()}\n\n`);
  io.stderr.write(`${printable(message).trimEnd()}\nNothing was judged.\n`);
  return EXIT_FAILED;
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--output: ${file} cannot be written: ${error.code ?? "unknown reason"}.`);
  });
}

function lacksAccount({ accounts }: PreviewResult, { requireAccount }: PreviewOptions): boolean {
  return requireAccount && accounts.length === 0;
}

function exitCode(result: PreviewResult, options: PreviewOptions): number {
  const { verdict } = result;
  if (lacksAccount(result, options)) return 1;
  if (verdict === "incomplete") return options.allowIncomplete ? 0 : 1;
  return verdict === "rejected" ? 1 : 0;
}

export const command: Command = {
  name: "preview",
  summary: "preview a Pulumi program and judge it, with no account, CLI or network",
  syntax: previewSyntax,
  run,
};
