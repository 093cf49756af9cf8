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

/** What a `GRANT` is on: `schema` is a dataset. */
export type SqlTarget = "schema" | "table" | "view" | "routine" | "connection" | "project" | "other";

/** One `GRANT` statement, or the `GRANT TO` of a row access policy. */
export interface SqlGrant {
  readonly roles: readonly string[];
  /** `path` is the name in its parts, as written: `["acme", "crm"]`, or `["crm"]` where the job's project is meant. */
  readonly on: { readonly kind: SqlTarget; readonly path: readonly string[] };
  /** As written, such as `serviceAccount:segment@acme.iam.gserviceaccount.com` and `specialGroup:allUsers`. */
  readonly grantees: readonly string[];
}

/** The grant, and the place after it. */
export interface Found<T> {
  readonly value: T;
  readonly next: number;
}

/**
 * Reads `GRANT role_list ON resource_type resource_name TO user_list` from the word after `GRANT` on.
 *
 * See https://cloud.google.com/bigquery/docs/reference/standard-sql/data-control-language
 *
 * @returns undefined where it is none, or where a parameter stands for a part of it
 */
export function grantStatement(tokens: readonly SqlToken[], at: number): Found<SqlGrant> | undefined {
  const roles = roleList(tokens, at);
  if (roles === undefined) return undefined;
  const on = target(tokens, roles.next);
  if (on === undefined) return undefined;
  const grantees = granteeList(tokens, on.next);
  if (grantees === undefined) return undefined;
  return { value: { roles: roles.value, on: on.value, grantees: grantees.value }, next: grantees.next };
}

/** Up to `ON`, which is skipped. */
function roleList(tokens: readonly SqlToken[], at: number): Found<string[]> | undefined {
  const roles: string[] = [];
  let role = "";
  for (let next = at; next < tokens.length; next++) {
    const token = tokens[next] as SqlToken;
    const ends = isWord(token, "ON");
    if (ends || isSign(token, ",")) {
      if (role === "") return undefined;
      roles.push(role);
      role = "";
      if (ends) return { value: roles, next: next + 1 };
    } else if (isSign(token, ";") || isWord(token, "GRANT", "TO", "FROM")) return undefined;
    else role += token.text;
  }
  return undefined;
}

/** In words and signs; limits keep the time that hostile text takes in proportion to its length. */
const longestType = 3;

const longestName = 100;

const kinds: ReadonlyMap<string, SqlTarget> = new Map([
  ["SCHEMA", "schema"],
  ["DATASET", "schema"],
  ["TABLE", "table"],
  ["VIEW", "view"],
  ["PROJECT", "project"],
  ["FUNCTION", "routine"],
  ["PROCEDURE", "routine"],
  ["ROUTINE", "routine"],
  ["CONNECTION", "connection"],
]);

/** Up to `TO`, which is skipped. */
function target(tokens: readonly SqlToken[], at: number): Found<SqlGrant["on"]> | undefined {
  let next = at;
  let kind: SqlTarget = "other";
  // The last word of the type tells: `EXTERNAL TABLE`, `MATERIALIZED VIEW`, `TABLE FUNCTION`.
  for (; next < at + longestType && isTypeWord(tokens, next); next++) {
    kind = kinds.get((tokens[next] as SqlToken).text.toUpperCase()) ?? "other";
  }
  const name = resourceName(tokens, next);
  if (name === undefined || !isWord(tokens[name.next], "TO")) return undefined;
  return { value: { kind, path: name.value }, next: name.next + 1 };
}

/** A word with a name after it, not one within a name. */
function isTypeWord(tokens: readonly SqlToken[], at: number): boolean {
  const after = tokens[at + 1];
  return (
    tokens[at]?.kind === "word" && (after?.kind === "word" || after?.kind === "name") && !isWord(after, "TO")
  );
}

/** A name in its parts, with or without backticks: `acme-prod.crm`, `` `acme-prod.crm` ``, `` `acme-prod`.crm ``. */
export function resourceName(tokens: readonly SqlToken[], at: number): Found<string[]> | undefined {
  let next = at;
  let name = "";
  for (let wordAllowed = true; next < at + longestName; next++) {
    const token = tokens[next];
    if (token === undefined || token.kind === "string") break;
    if (token.kind === "sign") {
      if (token.text !== "." && token.text !== "-" && token.text !== ":") break;
      wordAllowed = true;
    } else if (wordAllowed) wordAllowed = false;
    else break;
    name += token.text;
  }
  return name === "" ? undefined : { value: parts(name), next };
}

/** The parts of a name; the project of a domain keeps its dots: `acme.com:prod.crm` has two. */
function parts(name: string): string[] {
  const behind = name.lastIndexOf(":") + 1;
  const domain = name.slice(0, behind);
  return name
    .slice(behind)
    .split(".")
    .map((part, at) => (at === 0 ? domain + part : part));
}

/** Texts with commas between them, in parentheses or not; the place after them is that of the closing one. */
export function granteeList(tokens: readonly SqlToken[], at: number): Found<string[]> | undefined {
  const parenthesis = isSign(tokens[at], "(");
  const grantees: string[] = [];
  for (let next = parenthesis ? at + 1 : at; tokens[next]?.kind === "string"; next++) {
    grantees.push((tokens[next] as SqlToken).text);
    next++;
    if (isSign(tokens[next], ",")) continue;
    return !parenthesis || isSign(tokens[next], ")") ? { value: grantees, next } : undefined;
  }
  return undefined;
}
