import { granteeList, grantStatement, resourceName, type SqlGrant } from "./grantStatement";
import { isSign, isWord, literalText, type SqlToken, sqlTokens } from "./tokens";

/** `unreadable` where dynamic SQL, a parameter or broken quoting may hide a grant. */
export interface SqlGrants {
  readonly grants: readonly SqlGrant[];
  readonly unreadable: boolean;
}

/** `EXECUTE IMMEDIATE` within `EXECUTE IMMEDIATE`: Google refuses the first already. */
const deepest = 5;

/** For the place of a table's name: not in a statement about a row access policy, and before the name in one. */
const outside = -2;

const sought = -1;

/** In characters, twice what BigQuery accepts as a query. */
const longest = 2_000_000;

/** What lets its holder see the rows of a row access policy. */
const rowReader = "roles/bigquery.filteredDataViewer";

/**
 * The grants that a GoogleSQL script makes anywhere in it: in blocks, in the bodies of procedures, in
 * `EXECUTE IMMEDIATE`. Comments and texts grant nothing, `REVOKE` neither.
 *
 * Takes time in proportion to the script's length, whatever it holds.
 */
export function readSqlGrants(sql: string): SqlGrants {
  return sql.length > longest ? { grants: [], unreadable: true } : read(sql, 0);
}

function read(sql: string, depth: number): SqlGrants {
  const { tokens, broken } = sqlTokens(sql);
  const grants: SqlGrant[] = [];
  let unreadable = broken;
  /** The place of the table's name in a statement about a row access policy. */
  let policyTable = outside;
  let at = 0;
  for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
    let next = at + 1;
    if (isSign(token, ";")) policyTable = outside;
    else if (isWord(token, "POLICY") && isWord(tokens[at - 1], "ACCESS") && isWord(tokens[at - 2], "ROW"))
      policyTable = sought;
    else if (isWord(token, "ON") && policyTable === sought) policyTable = next;
    else if (isWord(token, "EXECUTE") && isWord(tokens[next], "IMMEDIATE")) {
      const dynamic = literalText(tokens, at + 2);
      const inner = dynamic === undefined || !endsHere(tokens[dynamic.next]) ? undefined : dynamic;
      const found = inner === undefined || depth >= deepest ? undefined : read(inner.text, depth + 1);
      grants.push(...(found?.grants ?? []));
      unreadable ||= found?.unreadable ?? true;
      next = inner?.next ?? next;
    } else if (isWord(token, "GRANT")) {
      const found = isWord(tokens[next], "TO")
        ? rowGrant(tokens, next + 1, policyTable)
        : grantStatement(tokens, next);
      if (found !== undefined) grants.push(found.value);
      else unreadable ||= beginsStatement(tokens[at - 1]) || isWord(tokens[next], "TO");
      policyTable = outside;
      next = found?.next ?? next;
    }
    at = next;
  }
  return { grants, unreadable };
}

/** `CREATE ROW ACCESS POLICY name ON table GRANT TO (…) FILTER USING (…)`, from the list on. */
function rowGrant(tokens: readonly SqlToken[], at: number, table: number) {
  const name = resourceName(tokens, table);
  const grantees = granteeList(tokens, at);
  if (name === undefined || grantees === undefined) return undefined;
  const value: SqlGrant = {
    roles: [rowReader],
    on: { kind: "table", path: name.value },
    grantees: grantees.value,
  };
  return { value, next: grantees.next };
}

/** Whether a word after this one begins a statement: `GRANT` is not a reserved word, and may be a column elsewhere. */
function beginsStatement(before: SqlToken | undefined): boolean {
  if (before === undefined || isSign(before, ";")) return true;
  return isWord(before, "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT");
}

/** Whether the text of `EXECUTE IMMEDIATE` is complete before this word. */
function endsHere(after: SqlToken | undefined): boolean {
  return after === undefined || isSign(after, ";") || isWord(after, "INTO", "USING", "END");
}
