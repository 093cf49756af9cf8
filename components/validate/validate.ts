import type { SegmentBigQueryArgs } from "../args/args";
import { childNamesOf, planFor } from "../plan/planFor";
import { type Field, fieldProblem, readFields } from "./fields";
import { isOutput, isRecord } from "./formats";
import { type Problem, problemsError, shown } from "./problem";
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
  // The next checks read values as their types, so types come first.
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

/** Children that would have the same name, and imports of children that there are not. */
function nameProblems(args: SegmentBigQueryArgs): Problem[] {
  const names = childNamesOf(planFor(args));
  const twice = [...new Set(names.filter((childName, i) => names.indexOf(childName) !== i))];
  const problems: Problem[] = twice
    // Of a grant with a custom role of its own, the grant's name is enough.
    .filter((childName) => !/-role(-suffix)?$/.test(childName))
    .map((childName) => ({
      property: propertyOf(childName),
      reason: `has two entries whose grants would both be named ${shown(childName)}; give one of them another name`,
    }));
  const importable = names.filter((childName) => !/^key-[ab]$/.test(childName));
  for (const childName of Object.keys(args.imports ?? {}))
    if (!importable.includes(childName))
      problems.push({
        property: `imports[${JSON.stringify(childName)}]`,
        reason: names.includes(childName)
          ? "is a key, which cannot be imported, because Google shows its JSON only once; leave it out"
          : `is not the name of a child; the names are ${importable.join(", ")}`,
      });
  return problems;
}

/** The argument that a child comes from. */
function propertyOf(childName: string): string {
  if (childName.startsWith("own-secret-accessor-")) return "key.secret.accessors";
  const holders = {
    "-model-user-": "models",
    "-destination-writer-": "destinations",
    "-connection-user-": "connections",
    "-model-exporter-": "exportBuckets",
  };
  return Object.entries(holders).find(([holder]) => childName.includes(holder))?.[1] ?? "sources";
}
