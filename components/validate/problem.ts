import * as pulumi from "@pulumi/pulumi";

/** One argument that cannot be right. */
export interface Problem {
  /** Path of the argument, such as `sources[0].dataset`. */
  readonly property: string;
  /** What is wrong, the value got, what is allowed, what to do. */
  readonly reason: string;
}

/** All problems in one error: Pulumi prints each under its argument, and so does the message. */
export function problemsError(name: string, problems: readonly Problem[]): pulumi.InputPropertiesError {
  const lines = problems.map(({ property, reason }) => `  ${property}: ${reason}`);
  const count = `${problems.length} bad argument${problems.length === 1 ? "" : "s"}`;
  const message = `SegmentBigQuery "${name}" has ${count}:\n${lines.join("\n")}`;
  const errors = problems.map(({ property, reason }) => ({ propertyPath: property, reason }));
  const error = new pulumi.InputPropertiesError({ message, errors });
  // Pulumi prints an error of a program with its stack and every property, so each reason twice; of this kind, the message.
  Object.defineProperty(error, "__pulumiRunError", { value: true });
  // Of an output that fails, Pulumi writes "error serializing property" before the message for every level it passes.
  Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
  return error;
}

/** A value for a message: as JSON, on one line, cut where it is long. */
export function shown(value: unknown): string {
  const json = asJson(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? `a value of type ${typeof value}`;
  } catch {
    // Cycles, big integers, and objects that refuse.
    return `a value of type ${typeof value}`;
  }
}
