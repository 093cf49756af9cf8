import { HelpRequest, helpText, parse, syntaxOf, type Syntax } from "./arguments";
import { UsageError } from "./errors";

/** A command or action as the list of them shows it. */
export interface ListEntry {
  readonly name: string;
  readonly summary: string;
}

/** The command that the first argument names, and the arguments that are its own. */
export interface Chosen<T extends ListEntry> {
  readonly entry: T;
  readonly rest: string[];
}

/** A list of commands in the help, without their arguments: those are read by the command that is chosen. */
export function listSyntax(command: string, description: string, entries: readonly ListEntry[]): Syntax {
  const syntax = syntaxOf(command, description)
    .usage("<command> [options]")
    .helpCommand("help [command]", "explain a command");
  for (const { name, summary } of entries) syntax.command(name).description(summary).allowUnknownOption();
  return syntax;
}

/**
 * Finds the command that is named; `help NAME` asks for its help.
 *
 * @throws HelpRequest, or UsageError with the nearest name where there is no such command
 */
export function choose<T extends ListEntry>(
  syntax: Syntax,
  entries: readonly T[],
  argv: readonly string[],
): Chosen<T> {
  const [first, second, ...others] = argv;
  const named = (name: string | undefined): T | undefined => entries.find((entry) => entry.name === name);
  const entry = named(first);
  if (entry) return { entry, rest: argv.slice(1) };
  const explained = first === "help" ? named(second) : undefined;
  if (explained) return { entry: explained, rest: [...others, "--help"] };
  if (first === "help" && second === undefined) throw new HelpRequest(syntax);
  if (first === undefined)
    throw new UsageError(`No command is given.\n\n${helpText(syntax)}`.trimEnd(), `${syntax.name()} --help`);
  parse(syntax, first === "help" ? argv.slice(1) : argv);
  throw new UsageError("No command is given.", `${syntax.name()} --help`);
}
