#!/usr/bin/env node
import { asksForHelp, EXIT_FAILED, runCommand, type CommandIo } from "./command";
import { commands, loadCommand } from "./commands";

const width = Math.max(...commands.map((entry) => entry.name.length));

const usage = `Usage: segment-bigquery <command> [options]

Commands:
${commands.map((entry) => `  ${entry.name.padEnd(width)}  ${entry.summary}`).join("\n")}

segment-bigquery <command> --help explains one command.
`;

/** Finds the command that the first argument names and runs it; resolves to the exit code. */
export async function main(argv: string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = argv;
  const entry = commands.find((candidate) => candidate.name === name);
  if (entry) return runCommand(loadCommand(entry), rest, io);
  if (name === "help" || asksForHelp(argv)) {
    io.stdout.write(usage);
    return 0;
  }
  const complaint = name === undefined ? "No command given." : `There is no command "${name}".`;
  io.stderr.write(`${complaint}\n\n${usage}`);
  return EXIT_FAILED;
}

if (require.main === module) {
  const { stdout, stderr, stdin, env } = process;
  main(process.argv.slice(2), { stdout, stderr, stdin, env, isTTY: stdout.isTTY === true }).then(
    // Not process.exit: it would cut off output that a pipe has not taken yet.
    (code) => (process.exitCode = code),
    (error: unknown) => {
      stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = EXIT_FAILED;
    },
  );
}
