import { existsSync } from "node:fs";
import { Redactor } from "./google/Redactor";
import { looksLikeKey, mayHoldKey } from "./looksLikeKey";
import { printable } from "./terminal";
import { UsageError } from "./errors";

/** Variables that hold a file's name or an address, and that messages repeat. */
const repeated =
  /^(GOOGLE_APPLICATION_CREDENTIALS|CLOUDSDK_CONFIG|SEGMENT_BIGQUERY_\w+|https?_proxy|no_proxy)$/i;

/** What was given, in quotes, unless it may be a key that was pasted in the wrong place. */
export function shown(value: string): string {
  return isDoubtful(value) ? "something that looks like a key" : `"${printable(value)}"`;
}

/**
 * Refuses a command line that holds a private key: the key must neither be printed nor sent anywhere as a name.
 *
 * @throws UsageError that says where the key is, and what to do about it
 */
export function refusePastedKeys(argv: readonly string[], env: NodeJS.ProcessEnv): void {
  const places = [
    ...argv.flatMap((arg, index) => (looksLikeKey(arg) ? [placeOf(argv, index)] : [])),
    ...Object.keys(env).filter((name) => repeated.test(name) && looksLikeKey(env[name] ?? "")),
  ];
  if (places.length === 0) return;
  throw new UsageError(
    [
      ...places.map((place) => `${place} holds what looks like a private key. It is not repeated here.`),
      "Give a file's name or a secret's name instead. A shell's history and a pipeline's log keep what you typed:",
      "treat the key as compromised and replace it (segment-bigquery key revoke KEY).",
    ].join("\n"),
  );
}

/** Where a command prints, and the variables that it reads. */
interface Streams {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  env: NodeJS.ProcessEnv;
}

/** The same streams, from which any part of a key in an argument or a variable is taken out. */
export function guardedIo<Io extends Streams>(argv: readonly string[], io: Io): Io {
  const secrets = [
    ...argv.filter(isDoubtful).flatMap((arg) => [arg, arg.slice(arg.indexOf("=") + 1)]),
    ...Object.entries(io.env).flatMap(([name, value = ""]) =>
      (repeated.test(name) ? isDoubtful(value) : looksLikeKey(value)) ? [value] : [],
    ),
  ];
  if (secrets.length === 0) return io;
  const redactor = new Redactor();
  for (const secret of secrets) for (const text of [secret, ...pemsIn(secret)]) redactor.add(text);
  const guard = (stream: Streams["stdout"]): Streams["stdout"] => ({
    write: (text) => stream.write(redactor.redact(text)),
  });
  return { ...io, stdout: guard(io.stdout), stderr: guard(io.stderr) };
}

/** Whether a value may hold a key; the random name of a temporary directory looks like one, but is there. */
function isDoubtful(value: string): boolean {
  return mayHoldKey(value) && (looksLikeKey(value) || !isPath(value.replace(/^--?[a-z-]+=/, "")));
}

/** Whether a path begins with a directory that exists: no part of a key does. */
function isPath(value: string): boolean {
  const [first = ""] = /^\/?[^/]+/.exec(value) ?? [];
  return first !== "" && existsSync(first);
}

/** The keys in a key file, which may get out without it. */
function pemsIn(text: string): string[] {
  return text.replaceAll("\\n", "\n").match(/-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----\n?/g) ?? [];
}

/** The option that an argument is the value of, or its number. */
function placeOf(argv: readonly string[], index: number): string {
  const arg = argv[index] ?? "";
  const [, own] = /^(--[a-z][a-z-]{0,40})=/.exec(arg) ?? [];
  if (own !== undefined) return own;
  const before = argv[index - 1] ?? "";
  return /^--?[a-z][a-z-]{0,40}$/.test(before) ? before : `Argument ${index + 1}`;
}
