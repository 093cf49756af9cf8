import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CORE_SCHEMA, load } from "js-yaml";
import { UsageError } from "./errors";

export type YamlObject = Record<string, unknown>;

export function isYamlObject(value: unknown): value is YamlObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first of a file's spellings that exists: Pulumi reads `.yaml`, `.yml` and `.json`. */
export function findYamlFile(directory: string, baseName: string): string | undefined {
  return ["yaml", "yml", "json"]
    .map((extension) => join(directory, `${baseName}.${extension}`))
    .find((candidate) => existsSync(candidate));
}

/**
 * Reads a YAML (or JSON) file that holds an object.
 *
 * @throws UsageError when it cannot be read or parsed; the message quotes nothing of its content
 */
export function readYamlObject(file: string): YamlObject {
  let content: unknown;
  try {
    // The core schema leaves dates as the text they are, as the Pulumi CLI does.
    content = load(readFileSync(file, "utf8"), { schema: CORE_SCHEMA });
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${reasonOf(error)}. Correct it and run again.`);
  }
  if (content === undefined || content === null) return {};
  if (isYamlObject(content)) return content;
  throw new UsageError(`${file} must hold an object at its top level, not ${describe(content)}.`);
}

/** A YAML error's own message quotes the line it is about, which may hold a secret. */
function reasonOf(error: unknown): string {
  const { reason, mark, message } = error as { reason?: string; mark?: { line: number }; message?: string };
  if (reason === undefined) return message ?? String(error);
  return mark ? `${reason} (line ${mark.line + 1})` : reason;
}

export function describe(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
