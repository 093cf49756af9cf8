import type { SegmentBigQueryArgs } from "../args";
import { type Field, fieldProblem, readFields } from "./fields";
import { isLater, isRecord } from "./formats";
import { type Problem, problemsError, shown } from "./problem";
import { relationProblems } from "./relations";
import { argsShape } from "./shape";

/** What can be said of the arguments before any output is known. */
export interface Checked {
  readonly problems: readonly Problem[];
  /** Every value with its format, outputs among them. */
  readonly fields: readonly Field[];
}

/** Checks what is known. Pure; `checkedLater` checks the rest. */
export function checkArgs(args: unknown): Checked {
  if (!isRecord(args) || isLater(args))
    return { fields: [], problems: [{ property: "args", reason: `is ${shown(args)}; give an object` }] };
  const { fields, problems } = readFields(args, argsShape(args.randomAccountId === true));
  const known = fields.filter(({ value }) => !isLater(value));
  const wrong = known.map((field) => fieldProblem(field)).filter((problem) => problem !== undefined);
  // Relations read the arguments as typed, so the form has to be right first.
  const between =
    problems.length > 0 ? [] : relationProblems(withoutNulls(args) as unknown as SegmentBigQueryArgs);
  return { fields, problems: [...problems, ...wrong, ...between] };
}

/** A copy without the nulls that YAML and JSON leave where nothing is given. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value) || isLater(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}

/** The arguments as the component goes on with them. Throws one `InputPropertiesError` with everything that is wrong. */
export function acceptArgs(
  name: string,
  args: unknown,
): { args: SegmentBigQueryArgs; fields: readonly Field[] } {
  const { problems, fields } = checkArgs(args);
  if (problems.length > 0) throw problemsError(name, problems);
  return { args: withoutNulls(args) as unknown as SegmentBigQueryArgs, fields };
}
