import { isList, isObject, text, type Plain } from "../../plain";
import { resourceName } from "../../sql/grantStatement";
import { isSign, isWord, sqlTokens, type SqlToken } from "../../sql/sqlTokens";
import type { TableScope } from "./datasets";

/** The query of a view or materialized view, where it is known. */
export function viewQuery(
  props: Readonly<Record<string, Plain>>,
): { readonly query: string; readonly legacy: boolean } | undefined {
  for (const property of ["view", "materializedView"]) {
    const block = props[property];
    const view = isList(block) ? block[0] : block;
    const query = isObject(view) ? text(view["query"]) : undefined;
    if (isObject(view) && typeof query === "string")
      return { query, legacy: property === "view" && view["useLegacySql"] !== false && query.includes("[") };
  }
  return undefined;
}

/**
 * The tables that a view's query names after `FROM` and `JOIN`.
 *
 * A name of two parts may be a field of a table that is named before; it counts in backticks only, or where
 * `isDataset` knows its first part.
 */
export function viewReferences(
  { query, legacy }: { query: string; legacy: boolean },
  project: string,
  isDataset: (project: string, dataset: string) => boolean,
): TableScope[] {
  const found = legacy ? legacyNames(query) : standardNames(query, (dataset) => isDataset(project, dataset));
  const tables = found.flatMap((parts): TableScope[] => {
    if (parts.some((part) => /^information_schema$/i.test(part))) return [];
    const [table, dataset, owner = project] = [...parts].reverse();
    return table === undefined || dataset === undefined
      ? []
      : [{ kind: "table", project: owner, dataset, table }];
  });
  return [...new Map(tables.map((table) => [JSON.stringify(table), table])).values()];
}

/** `[project:dataset.table]` and `[dataset.table]`. */
function legacyNames(query: string): string[][] {
  return [...query.matchAll(/\[(?:([^\]:[\s]{1,100}):)?([A-Za-z0-9_]+)\.([A-Za-z0-9_$]+)\]/g)].map(
    ([, project, dataset = "", table = ""]) =>
      project === undefined ? [dataset, table] : [project, dataset, table],
  );
}

function standardNames(query: string, isDataset: (dataset: string) => boolean): string[][] {
  const { tokens } = sqlTokens(query);
  const found: string[][] = [];
  tokens.forEach((token, at) => {
    if (!isWord(token, "FROM", "JOIN") && !isSign(token, ",")) return;
    const quoted = tokens[at + 1]?.kind === "name";
    if (isSign(token, ",") ? !quoted : isOther(tokens, at)) return;
    const parts = resourceName(tokens, at + 1)?.value ?? [];
    const certain = parts.length === 3 || (parts.length === 2 && (quoted || isDataset(parts[0] ?? "")));
    if (certain) found.push(parts);
  });
  return found;
}

/** `EXTRACT(YEAR FROM x)` and `IS DISTINCT FROM x` name no table. */
function isOther(tokens: readonly SqlToken[], at: number): boolean {
  if (isWord(tokens[at - 1], "DISTINCT")) return true;
  for (let back = at - 1; back > 0 && back >= at - 8; back--)
    if (isWord(tokens[back], "EXTRACT") && isSign(tokens[back + 1], "(")) return true;
  return false;
}
