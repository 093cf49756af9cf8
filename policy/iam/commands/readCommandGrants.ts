import { shellCommands, type SimpleCommand } from "../../parsers/shell";
import { bqGrants, gsutilGrants } from "./bq";
import { type CommandGrants, nothing, unreadable } from "./commandGrant";
import { gcloudGrants } from "./gcloud";

/** `bash -c "bash -c …"` and the like. */
const deepest = 5;

/** In characters; Linux takes no argument longer than 128 KiB. */
const longest = 200_000;

/**
 * What plain commands of gcloud, bq and gsutil in a shell script grant, whether they come to run or not. What else may
 * be said of Segment's account in it is the matter of `unexplained-mention`.
 *
 * @param environment variables that are set when it runs; every other one is UNKNOWN
 */
export function readCommandGrants(
  command: string,
  environment: Readonly<Record<string, string>> = {},
): CommandGrants {
  return read(command, environment, 0);
}

function read(text: string, environment: Readonly<Record<string, string>>, depth: number): CommandGrants {
  const commands = depth > deepest || text.length > longest ? undefined : shellCommands(text, environment);
  if (commands === undefined) return unreadable;
  const all = commands.map((command) => ofCommand(command, (inner) => read(inner, environment, depth + 1)));
  return together(all);
}

function together(all: readonly CommandGrants[]): CommandGrants {
  return {
    grants: all.flatMap(({ grants }) => grants),
    keyCreations: all.flatMap(({ keyCreations }) => keyCreations),
    unreadable: all.some((one) => one.unreadable),
    ...(all.some((one) => one.whole) && { whole: true }),
  };
}

/** They print their words, or look for them; a pipe may hand what they print to a shell. */
const printers = new Set([
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

const beforeProgram = /^(?:if|then|else|elif|while|until|do|!|\{|time|[A-Za-z_][A-Za-z0-9_]*\+?=.*)$/s;

const readers = new Map([
  ["gcloud", gcloudGrants],
  ["bq", bqGrants],
  ["gsutil", gsutilGrants],
]);

const toolInText = /\b(?:gcloud|bq|gsutil)\s/;

function ofCommand({ words, piped }: SimpleCommand, nested: (text: string) => CommandGrants): CommandGrants {
  const program = words.slice(words.findIndex((word) => !beforeProgram.test(word)));
  const names = program.map(baseName);
  if (printers.has(names[0] ?? "") && !piped) return nothing;
  // The tool may stand behind sudo, env, timeout, xargs, docker run and many more.
  const tool = names.findIndex((name) => readers.has(name));
  const own = readers.get(names[tool] ?? "")?.(program.slice(tool + 1)) ?? nothing;
  // A script in a word: for another shell, another machine, a container.
  return together([own, ...words.filter((word) => toolInText.test(word)).map(nested)]);
}

function baseName(word: string): string {
  return word
    .slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1)
    .replace(/\.(?:cmd|exe|sh|py)$/, "");
}
