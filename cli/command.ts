import type { Readable } from "node:stream";
import { HelpRequest, type Syntax } from "./arguments";
import { guardedIo, refusePastedKeys } from "./keyGuard";
import { UsageError } from "./errors";

/** Where a command reads and writes, handed in so that a test can stand in for the terminal. */
export interface CommandIo {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  stdin: Readable;
  env: NodeJS.ProcessEnv;
  /** Whether stdout is a terminal: colors and other decoration are for terminals only. */
  isTTY: boolean;
  /** Whether stderr is one: progress is for terminals only. */
  stderrIsTTY?: boolean;
  /** Characters in a line of the terminal, where stdout is one. */
  columns?: number;
}

/** One subcommand of the command-line program, exported as `command` by `cli/<name>/command.ts`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Arguments, options, and what `--help` prints. A new one for each use: reading leaves values in it. */
  syntax(): Syntax;
  /**
   * Runs the command and resolves to the exit code.
   *
   * @throws UsageError for arguments that cannot be run; the caller prints it with a hint at `--help`
   */
  run(argv: string[], io: CommandIo): Promise<number>;
}

/** Runs another command by its name: commands import nothing from each other. */
export type RunOther = (name: string, argv: string[], io: CommandIo) => Promise<number>;

/** Makes a command that runs others. */
export type CommandMaker = (runOther: RunOther) => Command;

/** 0 and 1 belong to each command's verdict; 2 says that there is none. */
export const EXIT_FAILED = 2;

/**
 * Runs one command: answers `--help`, turns bad arguments into a message and exit code 2, and keeps keys that were
 * pasted into arguments or variables out of everything that is printed.
 */
export async function runCommand(
  command: Pick<Command, "name" | "run">,
  argv: string[],
  io: CommandIo,
): Promise<number> {
  let guarded = io;
  try {
    refusePastedKeys(argv, io.env);
    guarded = guardedIo(argv, io);
    return await command.run(argv, guarded);
  } catch (error) {
    if (error instanceof HelpRequest) {
      guarded.stdout.write(error.help(io.columns));
      return 0;
    }
    if (!(error instanceof UsageError)) throw error;
    guarded.stderr.write(
      `${error.message}\nSee: ${error.hint ?? `segment-bigquery ${command.name} --help`}\n`,
    );
    return EXIT_FAILED;
  }
}
