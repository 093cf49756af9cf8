import type { SegmentBigQueryArgs } from "../args/args";
import { type Field, fieldProblem, readFields } from "./fields";
import { isOutput, isRecord } from "./formats";
import { type Problem, problemsError, shown } from "./problem";
import { nameProblems } from "./names";
import { providerProblems, type ProviderEnvironment } from "./providers";
import { relationProblems } from "./relations";
import { argsShape } from "./schema";

/** What can be said of the arguments before any output is known. */
export interface Checked {
  readonly problems: readonly Problem[];
  /** Every value with its format, outputs among them. */
  readonly fields: readonly Field[];
}

/** Checks what is known. Pure; `checkedLater` checks the rest. */
export function checkArgs(args: unknown, around?: ProviderEnvironment): Checked {
  if (!isRecord(args) || isOutput(args))
    return { fields: [], problems: [{ property: "args", reason: `is ${shown(args)}; give an object` }] };
  const { fields, problems, malformed } = readFields(args, argsShape(args.randomAccountId === true));
  const known = fields.filter(({ value }) => !isOutput(value));
  const wrong = known.map((field) => fieldProblem(field)).filter((problem) => problem !== undefined);
  const found = [...problems, ...wrong];
  // What is read as typed has to be of the type first.
  if (malformed) return { fields, problems: found };
  const typed = withoutNulls(args) as SegmentBigQueryArgs;
  found.push(...relationProblems(typed));
  if (around) found.push(...providerProblems(typed, around));
  return { fields, problems: found.length > 0 ? found : nameProblems(typed) };
}

/** Deeper than any argument lies: what is nested further may well be a cycle. */
const deepest = 8;

/** A copy without the nulls that YAML and JSON leave where nothing is given. */
export function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > deepest) return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  if (!isRecord(value) || isOutput(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item, depth + 1)]));
}

/** The arguments as the component goes on with them. Throws one `InputPropertiesError` with everything that is wrong. */
export function acceptArgs(
  name: string,
  args: unknown,
  around: ProviderEnvironment,
): { args: SegmentBigQueryArgs; fields: readonly Field[] } {
  const { problems, fields } = checkArgs(args, around);
  if (problems.length > 0) throw problemsError(name, problems);
  return { args: withoutNulls(args) as SegmentBigQueryArgs, fields };
}
