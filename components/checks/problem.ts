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
  const error = new pulumi.InputPropertiesError({
    message: `SegmentBigQuery "${name}" has ${problems.length} bad argument${problems.length === 1 ? "" : "s"}:\n${lines.join("\n")}`,
    errors: problems.map(({ property, reason }) => ({ propertyPath: property, reason })),
  });
  return error;
}

/** A value for a message: as JSON, on one line, cut where it is long. */
export function shown(value: unknown): string {
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  const json = (typeof value === "bigint" ? String(value) : JSON.stringify(value)) ?? "undefined";
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}
