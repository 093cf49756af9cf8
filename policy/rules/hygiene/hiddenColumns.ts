import type { AccountAccess } from "../../access/assessment";
import { isList, isObject, type Plain, text, toPlain } from "../../stack/plain";
import { roleName } from "./writers";

/** What lets its holder read columns with a policy tag. */
const fineGrainedReader = "roles/datacatalog.categoryFineGrainedReader";

/** The columns of a table's schema, nested ones by their path, whose policy tags the account may not read. */
export function hiddenColumns(access: AccountAccess, schema: Plain | undefined): string[] {
  const written = text(schema);
  const fields = typeof written === "string" ? parsed(written) : undefined;
  return columns(fields, "", (tag) => mayRead(access, tag));
}

function parsed(json: string): Plain | undefined {
  try {
    return toPlain(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function columns(fields: Plain | undefined, before: string, readable: (tag: string) => boolean): string[] {
  if (!isList(fields)) return [];
  return fields.filter(isObject).flatMap((field) => {
    const name = text(field["name"]);
    const path = `${before}${typeof name === "string" ? name : "(a column)"}`;
    const block = field["policyTags"];
    const names = isObject(block) ? block["names"] : undefined;
    const tags = isList(names) ? names.filter((tag): tag is string => typeof tag === "string") : [];
    return [
      ...(tags.some((tag) => !readable(tag)) ? [path] : []),
      ...columns(field["fields"], `${path}.`, readable),
    ];
  });
}

/** A tag's name begins with that of its taxonomy, and of its project: by id, or by a number that tells no id. */
function mayRead({ effectiveGrants }: AccountAccess, tag: string): boolean {
  return effectiveGrants.some(({ grant, at }) => {
    const { scope } = grant;
    if (roleName(grant) !== fineGrainedReader || at.length === 0) return false;
    if (scope.kind === "project")
      return tag.startsWith(`projects/${scope.project}/`) || /^projects\/[0-9]+\//.test(tag);
    return scope.kind === "other"
      ? `${tag}/`.startsWith(`${scope.id}/`)
      : ["folder", "organization"].includes(scope.kind);
  });
}
