import { describe, isYamlObject } from "../../yaml";

/** One entry of `config:` in Pulumi.yaml. */
export interface ConfigDeclaration {
  /** Undefined for an entry with `value`, which declares nothing. */
  type?: string;
  items?: unknown;
  /** What applies where the stack says nothing. */
  fallback?: unknown;
  secret: boolean;
  /** Whether a stack that says nothing is an error. */
  required: boolean;
}

const known = ["string", "integer", "number", "boolean", "array", "object"];

/** Reads an entry of `config:`; a plain value is short for `{ default: value }` without a type. */
export function readDeclaration(entry: unknown): ConfigDeclaration {
  if (!isYamlObject(entry)) return { fallback: entry, secret: false, required: false };
  const fallback = entry.value ?? entry.default;
  const type = typeof entry.type === "string" ? entry.type : undefined;
  return {
    ...(type === undefined ? {} : { type }),
    items: entry.items,
    fallback,
    secret: entry.secret === true,
    required: type !== undefined && fallback === undefined,
  };
}

/**
 * What is wrong with a value against its declared type, or undefined.
 *
 * Says which type it got, never the value: it may be confidential without being marked so.
 */
export function typeProblem(value: unknown, type: string, items?: unknown): string | undefined {
  if (!known.includes(type)) return `has the unknown type "${type}"; allowed are ${known.join(", ")}`;
  if (!matches(value, type)) return `must be of type ${type}, not ${describe(value)}`;
  if (type !== "array" || !isYamlObject(items) || typeof items.type !== "string") return undefined;
  const { type: itemType, items: inner } = items as { type: string; items?: unknown };
  for (const [index, item] of (value as unknown[]).entries()) {
    const problem = typeProblem(item, itemType, inner);
    if (problem) return `${problem} (item ${index + 1})`;
  }
  return undefined;
}

/** The Pulumi CLI stores what `pulumi config set` is given as text, so a text that reads as the type is of it. */
function matches(value: unknown, type: string): boolean {
  switch (type) {
    case "string":
      return ["string", "number", "boolean"].includes(typeof value);
    case "integer":
      return Number.isInteger(value) || (typeof value === "string" && /^[+-]?\d+$/.test(value));
    case "number":
      return (
        typeof value === "number" ||
        (typeof value === "string" && value.trim() !== "" && !isNaN(Number(value)))
      );
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "array":
      return Array.isArray(value);
    default:
      return isYamlObject(value);
  }
}
