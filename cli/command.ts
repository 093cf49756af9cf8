import type { Readable } from "node:stream";

/** Where a command reads and writes, handed in so that a test can stand in for the terminal. */
export interface CommandIo {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  stdin: Readable;
  env: NodeJS.ProcessEnv;
  /** Whether stdout is a terminal: colours and other decoration are for terminals only. */
  isTTY: boolean;
}

/** One subcommand of the command-line program, exported as `command` by `cli/<name>/command.ts`. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What `--help` prints, options and exit codes included. */
  usage: string;
  /**
   * Runs the command and resolves to the exit code.
   *
   * @throws UsageError for arguments that cannot be run; the caller prints it with a hint at `--help`
   */
  run(argv: string[], io: CommandIo): Promise<number>;
}

/** 0 and 1 belong to each command's verdict; 2 says that there is none. */
export const EXIT_FAILED = 2;

/** Arguments that cannot be run. The message says what is wrong, what was given and what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const notRepeated =
  "There is an unknown option or an argument too many; it is not repeated here, for it looks like no name.";

/** Whether an error is `node:util` parseArgs' complaint about the arguments. */
function isParseArgsError(error: unknown): error is Error {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
}

/** Runs one command: answers `--help`, and turns bad arguments into a message and exit code 2. */
export async function runCommand(command: Command, argv: string[], io: CommandIo): Promise<number> {
  if (asksForHelp(argv)) {
    io.stdout.write(command.usage.trimEnd() + "\n");
    return 0;
  }
  try {
    return await command.run(argv, io);
  } catch (error) {
    if (!(error instanceof UsageError) && !isParseArgsError(error)) throw error;
    // Node quotes what it does not know, and that could be a key pasted in the wrong place.
    const message = error.message.length > 400 && isParseArgsError(error) ? notRepeated : error.message;
    io.stderr.write(`${message}\nSee: segment-bigquery ${command.name} --help\n`);
    return EXIT_FAILED;
  }
}

/** Whether `--help` or `-h` stands before the `--` that ends the options. */
export function asksForHelp(argv: string[]): boolean {
  const end = argv.indexOf("--");
  const options = end < 0 ? argv : argv.slice(0, end);
  return options.includes("--help") || options.includes("-h");
}
