import { EXIT_FAILED, type Command, type CommandIo } from "../command";
import { previewSyntax, readOptions, type PreviewOptions } from "./options";
import { PreviewError } from "../offline/failure";
import { preview } from "./preview";
import type { FailedPreview, PreviewResult } from "./previewResult";
import { styleFor, printable } from "../terminal";
import { renderText } from "./print/text";

async function run(argv: string[], io: CommandIo): Promise<number> {
  const options = readOptions(argv);
  let result: PreviewResult;
  try {
    result = await preview(options, io.env);
  } catch (error) {
    if (!(error instanceof PreviewError)) throw error;
    if (options.json) {
      const failed: FailedPreview = {
        formatVersion: 1,
        verdict: "failed",
        message: error.message,
        output: error.output,
      };
      io.stdout.write(`${JSON.stringify(failed, undefined, 2)}\n`);
      return EXIT_FAILED;
    }
    if (error.output !== "") io.stderr.write(`${printable(error.output).trimEnd()}\n\n`);
    io.stderr.write(`${printable(error.message).trimEnd()}\nNothing was judged.\n`);
    return EXIT_FAILED;
  }
  io.stdout.write(
    options.json
      ? `${JSON.stringify(result, undefined, 2)}\n`
      : `${renderText(result, styleFor(io.isTTY, io.env), options.allowIncomplete)}\n`,
  );
  return exitCode(result, options);
}

function exitCode({ verdict, accounts }: PreviewResult, options: PreviewOptions): number {
  if (options.requireAccount && accounts.length === 0) return 1;
  if (verdict === "incomplete") return options.allowIncomplete ? 0 : 1;
  return verdict === "rejected" ? 1 : 0;
}

export const command: Command = {
  name: "preview",
  summary: "preview a Pulumi program and judge it, with no account, CLI or network",
  syntax: previewSyntax,
  run,
};
