import { at } from "../spellings/respell";
import { isList, text, UNKNOWN, type Plain } from "../plain";
import type { Resource } from "../resource";
import type { CustomRoles } from "../roles";
import { readSqlGrants } from "../sql";
import type { Stack } from "../stack";
import * as types from "../types";
import type { Grants } from "./grant";
import { openScript, scriptGrants, type Script } from "./scriptGrants";

/** What a query job, a scheduled query or a procedure grants by SQL. */
export function sqlGrants(stack: Stack, roles: CustomRoles, resource: Resource): Grants {
  const { property, sql, dataset } = scriptIn(resource);
  const script: Script = { stack, roles, resource, property, shape: "sql", defaultDataset: dataset };
  if (sql === UNKNOWN) {
    const open = openScript(script);
    return { grants: [], unreadable: open ? [open] : [] };
  }
  // Nearly every query holds none of these words, and is not worth reading.
  if (typeof sql !== "string" || !/grant|execute/i.test(sql)) return { grants: [], unreadable: [] };
  return scriptGrants(script, sql, readSqlGrants(sql));
}

function scriptIn({ type, props }: Resource) {
  const inFirst = (value: Plain | undefined, ...path: readonly string[]) =>
    text(at(isList(value) ? value[0] : value, ...path));
  if (type === types.transferConfig)
    return {
      property: "params",
      sql: inFirst(props["params"], "query"),
      dataset: known(props["destinationDatasetId"]),
    };
  if (type === types.routine)
    return {
      property: "definitionBody",
      sql: text(props["definitionBody"]),
      dataset: known(props["datasetId"]),
    };
  return {
    property: "query",
    sql: inFirst(props["query"], "query"),
    dataset: known(inFirst(props["query"], "defaultDataset", "datasetId")),
  };
}

/** A dataset's id, also from its path. */
function known(value: Plain | undefined): string | undefined {
  const id = text(value);
  return typeof id === "string" ? id.slice(id.lastIndexOf("/") + 1) : undefined;
}
