import type { SimpleCommand } from "../../parsers/shell/frame";
import { HOLE } from "../../parsers/shell/hole";
import type { Variables } from "../../parsers/shell/reader";
import { programOf, readScript } from "../../parsers/shell/script";
import { bqGrants, gsutilGrants } from "./bq";
import { type CommandGrants, nothing, unreadable } from "./commandGrant";
import { gcloudGrants } from "./gcloud";
import { printedText } from "./printedText";

/** `bash -c "bash -c …"` and the like. */
const deepest = 5;

/** In characters; the operating system takes no longer ones. */
const longest = 2_000_000;

/**
 * What a shell script grants with gcloud, bq and gsutil, whether the commands come to run or not.
 *
 * @param environment variables that are set when it runs; without them, and assigned in no plain way, a variable is UNKNOWN
 */
export function readCommandGrants(
  command: string,
  environment: Readonly<Record<string, string>> = {},
): CommandGrants {
  if (command.length > longest) return unreadable;
  return read(command, new Map(Object.entries(environment)), 0);
}

function read(text: string, environment: Variables, depth: number): CommandGrants {
  if (depth > deepest) return unreadable;
  const { commands, broken } = readScript(text, environment);
  const nested = (inner: string) =>
    inner.includes(HOLE)
      ? together([unreadable, read(inner, environment, depth + 1)])
      : read(inner, environment, depth + 1);
  const found = commands.map((command) => ofCommand(command, nested));
  return together(broken ? [...found, unreadable] : found);
}

function together(all: readonly CommandGrants[]): CommandGrants {
  return {
    grants: all.flatMap(({ grants }) => grants),
    keyCreations: all.flatMap(({ keyCreations }) => keyCreations),
    unreadable: all.some((one) => one.unreadable),
  };
}

type Words = ReadonlySet<string | undefined>;

/** They print their words, or look for them; whoever reads that through a pipe is looked at by itself. */
const printers: Words = new Set([
  "echo",
  "printf",
  "cat",
  "grep",
  "egrep",
  "fgrep",
  "test",
  "[",
  "[[",
  ":",
  "sed",
  "awk",
]);

const shells: Words = new Set(["bash", "sh", "zsh", "dash", "ksh", "ash"]);

const tools: Words = new Set(["gcloud", "bq", "gsutil"]);

const grantWords = /add-iam-policy-binding|add-invoker-policy-binding|set-iam-policy|setIamPolicy/;

function ofCommand(command: SimpleCommand, nested: (text: string) => CommandGrants): CommandGrants {
  const words = programOf(command);
  const names = words.map(baseName);
  if (printers.has(names[0])) return nothing;
  if (names[0] === "eval") return nested(words.slice(1).join(" "));
  // The tool may stand behind sudo, env, timeout, xargs, docker run and many more.
  const tool = names.findIndex((name) => tools.has(name) || shells.has(name));
  const rest = words.slice(tool + 1);
  if (shells.has(names[tool])) return ofShell(rest, command, nested);
  if (names[tool] === "bq") return bqGrants(rest, inputOf(command));
  if (names[tool] === "gsutil") return gsutilGrants(rest);
  if (names[tool] === "gcloud") return gcloudGrants(rest);
  return ofProgram(words, command, nested);
}

/** Another program: a tool whose name is not known, a script for another machine, a call of Google's API. */
function ofProgram(
  words: readonly string[],
  { input }: SimpleCommand,
  nested: (text: string) => CommandGrants,
): CommandGrants {
  const tool = words.findIndex((word) => word.includes(HOLE));
  const called = tool < 0 ? nothing : gcloudGrants(words.slice(tool + 1));
  if (called !== nothing) return called;
  const found = words.map((word) => {
    const inner = /\b(?:gcloud|bq|gsutil)\s/.test(word) ? nested(word) : nothing;
    const seen = inner.grants.length > 0 || inner.keyCreations.length > 0;
    return !seen && grantWords.test(word) ? unreadable : inner;
  });
  return together(input?.match(grantWords) ? [...found, unreadable] : found);
}

function ofShell(
  args: readonly string[],
  command: SimpleCommand,
  nested: (text: string) => CommandGrants,
): CommandGrants {
  const inline = args.findIndex((word) => /^-[A-Za-z]*c/.test(word));
  if (inline >= 0) {
    const [script] = operands(args.slice(inline));
    return script === undefined ? nothing : nested(script);
  }
  const readsInput = args.some((word) => /^-[A-Za-z]*s/.test(word)) || operands(args).length === 0;
  if (!readsInput || (command.input === undefined && command.from === undefined)) return nothing;
  const input = inputOf(command);
  return input === undefined ? unreadable : nested(input);
}

/** The words that are neither options nor the name that `-o` takes. */
function operands(words: readonly string[]): string[] {
  return words.filter((word, at) => !/^[-+]/.test(word) && !/^[-+][A-Za-z]*[oO]/.test(String(words[at - 1])));
}

/** What the command reads, where it stands in the script. */
function inputOf({ input, from }: SimpleCommand): string | undefined {
  if (input !== undefined || from === undefined) return input;
  const program = programOf(from);
  return program[0] === "cat" ? from.input : printedText(program);
}

function baseName(word: string): string {
  return word
    .slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1)
    .replace(/\.(?:cmd|exe|sh|py)$/, "");
}
