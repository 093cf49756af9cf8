import type { ModelsArgs, SourceArgs } from "../args";
import type { AccessorArgs } from "../secretArgs";
import { isLater } from "./formats";
import type { Problem } from "./problem";

/** A child is named for what it is for, and a name has to be known from the start. */
export function namelessProblems(
  entry: SourceArgs | ModelsArgs | AccessorArgs,
  at: string,
  parts: readonly string[],
): Problem[] {
  const values = entry as unknown as Readonly<Record<string, unknown>>;
  const later = parts.filter((part) => isLater(values[part]));
  if (later.length === 0 || entry.name !== undefined) return [];
  const what = later.length === 1 ? "is another resource's output" : "are other resources' outputs";
  const reason = `is missing; give one, for ${later.join(" and ")} ${what} and the grant's name is made of it`;
  return [{ property: `${at}.name`, reason }];
}
