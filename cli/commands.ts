import { createRequire } from "node:module";
import type { Command, CommandMaker, RunOther } from "./command";

/** A row of the table of commands: what the list shows without loading the command itself. */
export interface CommandEntry {
  name: string;
  summary: string;
}

/**
 * The subcommands there are, in the order of the list. Each is in `cli/<name>/command.ts`.
 *
 * Loaded by name when called, because one command's libraries must not slow another one down.
 */
export const commands: readonly CommandEntry[] = [
  { name: "preview", summary: "preview a Pulumi program and judge it, with no account, CLI or network" },
  {
    name: "check",
    summary: "try a key against BigQuery as Segment would: what is missing, what is in excess",
  },
  {
    name: "connect",
    summary: "give Segment its key and location through Segment's API: create the source, rotate its key",
  },
  {
    name: "key",
    summary: "make, complete, compare, disable and revoke keys: what a stack cannot do for them",
  },
  { name: "adopt", summary: "import an existing set-up: stack config, import file, what to remove" },
  {
    name: "report",
    summary: "show what Segment's account holds, needs and lacks: as a page, JSON or Markdown",
  },
  {
    name: "refresh-roles",
    summary: "write the policy pack's catalogue of Google's roles again, from Google's IAM API",
  },
];

const load = createRequire(__filename);

/** Loads one command of the table, and hands in the others to one that runs them. */
export function loadCommand({ name }: Pick<CommandEntry, "name">): Command {
  const { command } = load(`./${name}/command`) as { command: Command | CommandMaker };
  return typeof command === "function" ? command(runOther) : command;
}

const runOther: RunOther = (name, argv, io) => loadCommand({ name }).run(argv, io);
