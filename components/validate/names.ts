import type { SegmentBigQueryArgs } from "../args/args";
import { childNamesOf, planFor } from "../plan/planFor";
import { type Problem, shown } from "./problem";

/** Children that would have the same name, and imports of children that there are not. */
export function nameProblems(args: SegmentBigQueryArgs): Problem[] {
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
  return childName.includes("-model-user-") ? "models" : "sources";
}
