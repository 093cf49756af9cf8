import type { SegmentBigQueryArgs } from "../args";
import { partsOf } from "../plan/parts";
import { type Problem, shown } from "./problem";

/** Children that would have the same name, and imports of children that there are not. */
export function nameProblems(args: SegmentBigQueryArgs): Problem[] {
  const parts = partsOf(args);
  const twice = [...new Set(parts.filter((part, i) => parts.indexOf(part) !== i))];
  const problems: Problem[] = twice.map((part) => ({
    property: propertyOf(part),
    reason: `has two entries whose grants would both be named ${shown(part)}; give one of them another name`,
  }));
  const importable = parts.filter((part) => !/^key-[ab]$/.test(part));
  for (const part of Object.keys(args.imports ?? {}))
    if (!importable.includes(part))
      problems.push({
        property: `imports[${JSON.stringify(part)}]`,
        reason: parts.includes(part)
          ? "is a key, which cannot be imported, for Google shows its JSON only once; leave it out"
          : `names no part; there are ${importable.join(", ")}`,
      });
  return problems;
}

/** The argument that a child comes from. */
export function propertyOf(part: string): string {
  if (part.startsWith("key-secret-reader-")) return "key.secret.accessors";
  return part.startsWith("use-models-") ? "models" : "sources";
}
