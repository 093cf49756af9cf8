#!/usr/bin/env node
import { EXIT_FAILED, runCommand, type CommandIo } from "./command";
import { choose, listSyntax } from "./commandList";
import { commands, loadCommand } from "./commands";
import { guardedIo } from "./keyGuard";
import { version } from "./version";

const description =
  "Least-privilege BigQuery access for Twilio Segment: judged before it is granted, and tried afterwards.";

/** Finds the command that the first argument names and runs it; resolves to the exit code. */
export async function main(argv: string[], io: CommandIo): Promise<number> {
  const entry = commands.find(({ name }) => name === argv[0]);
  if (entry) return runCommand(loadCommand(entry), argv.slice(1), io);
  return runCommand({ name: "", run: (all, guarded) => runFromList(all, guarded) }, argv, io);
}

/** Everything but a command's name in the first place: help, the version, and mistakes. */
async function runFromList(argv: string[], io: CommandIo): Promise<number> {
  if (argv[0] === "--version" || argv[0] === "-V") {
    io.stdout.write(`${version()}\n`);
    return 0;
  }
  const syntax = listSyntax("", description, commands).option("-V, --version", "print the version");
  const { entry, rest } = choose(syntax, commands, argv);
  return loadCommand(entry).run(rest, io);
}

/** Runs the program with the process's own streams. */
async function runProcess(argv: string[]): Promise<void> {
  const { stdout, stderr, stdin, env } = process;
  const io = {
    ...{ stdout, stderr, stdin, env, columns: stdout.columns },
    isTTY: stdout.isTTY === true,
    stderrIsTTY: stderr.isTTY === true,
  };
  const lost = watchOutput(stdout);
  try {
    // Not process.exit: it would cut off output that a pipe has not taken yet.
    const code = await main(argv, io);
    process.exitCode = lost() ?? code;
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    guardedIo(argv, io).stderr.write(`${told}\n`);
    process.exitCode = EXIT_FAILED;
  }
}

/**
 * Standard output that takes no more: a reader such as `head` that has read enough changes nothing, a full disk means
 * that there is no result.
 *
 * @returns the exit code for this, if any
 */
function watchOutput(stdout: NodeJS.WriteStream): () => number | undefined {
  let lost: number | undefined;
  stdout.on("error", ({ code = "unknown" }: NodeJS.ErrnoException) => {
    if (code === "EPIPE" || lost !== undefined) return;
    lost = process.exitCode = EXIT_FAILED;
    const why = code === "ENOSPC" ? "no space is left" : code;
    process.stderr.write(`Standard output cannot be written: ${why}. There is no result.\n`);
  });
  // Nobody is left to tell.
  process.stderr.on("error", () => undefined);
  return () => lost;
}

if (require.main === module) void runProcess(process.argv.slice(2));
