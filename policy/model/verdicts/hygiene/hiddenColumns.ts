import type { Assessed } from "../../assessment";
import { isList, isObject, text, toPlain, UNKNOWN, type Plain } from "../../plain";

/** What lets its holder read columns with a policy tag. */
const fineGrainedReader = "roles/datacatalog.categoryFineGrainedReader";

/** The columns of a table's schema, nested ones by their path, whose policy tags the account may not read. */
export function hiddenColumns(assessed: Assessed, schema: Plain | undefined): string[] {
  const written = text(schema);
  if (written === undefined || written === UNKNOWN || !written.includes("policyTags")) return [];
  let fields: Plain;
  try {
    fields = toPlain(JSON.parse(written));
  } catch {
    return [];
  }
  return columns(fields, "", (tag) => mayRead(assessed, tag));
}

function columns(fields: Plain, before: string, readable: (tag: string) => boolean): string[] {
  if (!isList(fields)) return [];
  return fields.filter(isObject).flatMap((field) => {
    const name = text(field["name"]);
    const path = `${before}${typeof name === "string" ? name : "(a column)"}`;
    const block = field["policyTags"];
    const names = isObject(block) ? block["names"] : undefined;
    const tags = isList(names) ? names.filter((tag): tag is string => typeof tag === "string") : [];
    return [
      ...(tags.some((tag) => !readable(tag)) ? [path] : []),
      ...columns(field["fields"] ?? null, `${path}.`, readable),
    ];
  });
}

/** A tag's name begins with that of its taxonomy. */
function mayRead({ holdings }: Assessed, tag: string): boolean {
  return holdings.some(({ grant: { role, scope }, at }) => {
    if (role.kind === "unknown" || role.name !== fineGrainedReader || at.length === 0) return false;
    return scope.kind === "other" ? `${tag}/`.startsWith(`${scope.id}/`) : scope.kind !== "serviceAccount";
  });
}
