import { existsSync } from "node:fs";
import { UsageError } from "./errors";
import { Redactor } from "./google/Redactor";
import { printable } from "./terminal";

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

/** Characters looked at together. */
const span = 16;
/** A span with this many pieces of words and numbers is not a name: names have four, base64 has eight. */
const piecesOfRandom = 7;
/** So many random spans in a row are a line of a key, whatever path or name surrounds them. */
const spansOfKey = 20;

/**
 * Whether a text holds a private key, in whole or at least a line of it: as PEM, JSON, base64 or hex, escaped or not.
 *
 * Certain enough to refuse a command: no file's or resource's name counts as one.
 */
export function looksLikeKey(text: string): boolean {
  return readings(text).some(
    (reading) =>
      /PRIVATE ?KEY|private_key/.test(reading) ||
      hasRandomSpans(reading, spansOfKey) ||
      /[0-9a-fA-F]{100}/.test(reading),
  );
}

/** Whether a text may hold a part of a key, from about 20 characters: a reason not to repeat it. */
export function mayHoldKey(text: string): boolean {
  return (
    looksLikeKey(text) ||
    readings(text).some((reading) => hasRandomSpans(reading, 1) || /[0-9a-fA-F]{80}/.test(reading))
  );
}

/** The text as it is, without escapes, and without what stands between a key's lines. */
function readings(text: string): string[] {
  const unescaped = text
    .replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\+u00([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\+[nrt]/g, "\n");
  return [...new Set([text, unescaped, unescaped.replace(/[\s"'`\\,:|]+/g, "")])];
}

/** Whether so many spans of the text look random: both cases in plenty, and hardly two characters of a kind together. */
function hasRandomSpans(text: string, wanted: number): boolean {
  let count = 0;
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{16,}/g)) {
    for (let at = 0; at + span <= run.length; at++) {
      const part = run.slice(at, at + span);
      const pieces = part.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+/g)?.length ?? 0;
      if (
        pieces >= piecesOfRandom &&
        /(?:[A-Z].*){3}/.test(part) &&
        /(?:[a-z].*){3}/.test(part) &&
        ++count >= wanted
      )
        return true;
    }
  }
  return false;
}
