import { isSign, isWord, type SqlToken } from "./tokens";

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
