import { resourceName } from "../../parsers/sql/readSqlGrants";
import { isSign, isWord, type SqlToken, sqlTokens } from "../../parsers/sql/tokens";
import { isList, isObject, type Plain } from "../../stack/plain";
import { knownText } from "../../stack/references";
import type { TableScope } from "./datasets";

/** The query of a view or materialized view, where it is known. */
export function viewQuery(
  props: Readonly<Record<string, Plain>>,
): { readonly query: string; readonly legacy: boolean } | undefined {
  for (const property of ["view", "materializedView"]) {
    const block = props[property];
    const view = isList(block) ? block[0] : block;
    const query = isObject(view) && knownText(view, "query");
    if (query)
      return { query, legacy: property === "view" && view["useLegacySql"] !== false && query.includes("[") };
  }
  return undefined;
}

/** A table as a query names it. */
interface TableName {
  readonly project?: string;
  readonly dataset: string;
  readonly table: string;
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
  const tables = found
    .filter(({ dataset }) => !/^information_schema$/i.test(dataset))
    .map((name): TableScope => ({
      kind: "table",
      project: name.project ?? project,
      dataset: name.dataset,
      table: name.table,
    }));
  return [...new Map(tables.map((table) => [JSON.stringify(table), table])).values()];
}

/** `[project:dataset.table]` and `[dataset.table]`; the project of a domain has a colon of its own. */
function legacyNames(query: string): TableName[] {
  return [...query.matchAll(/\[(?:([^\][\s]{1,100}):)?([A-Za-z0-9_]+)\.([A-Za-z0-9_$]+)\]/g)].map(
    ([, project, dataset = "", table = ""]) => ({ project, dataset, table }),
  );
}

function standardNames(query: string, isDataset: (dataset: string) => boolean): TableName[] {
  const { tokens } = sqlTokens(query);
  return tokens.flatMap((token, at) => {
    const quoted = tokens[at + 1]?.kind === "name";
    const named = isSign(token, ",") ? quoted : isWord(token, "FROM", "JOIN") && !isOther(tokens, at);
    const name = named && resourceName(tokens, at + 1);
    if (!name) return [];
    const [first = "", second, third, ...more] = name.value;
    if (second === undefined || more.length > 0) return [];
    if (third !== undefined) return [{ project: first, dataset: second, table: third }];
    return quoted || isDataset(first) ? [{ dataset: first, table: second }] : [];
  });
}

/** `EXTRACT(YEAR FROM x)`, `EXTRACT(WEEK(MONDAY) FROM x)` and `IS DISTINCT FROM x` name no table. */
function isOther(tokens: readonly SqlToken[], at: number): boolean {
  const part = isSign(tokens[at - 1], ")") && isWord(tokens[at - 4], "WEEK") ? at - 4 : at - 1;
  return (
    isWord(tokens[at - 1], "DISTINCT") ||
    (isSign(tokens[part - 1], "(") && isWord(tokens[part - 2], "EXTRACT"))
  );
}
