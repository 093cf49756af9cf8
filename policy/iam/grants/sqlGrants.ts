import { readSqlGrants } from "../../parsers/sql/readSqlGrants";
import { at } from "../../stack/normalize/aliases";
import { isList, isObject, type Plain, text, UNKNOWN, type Unknown } from "../../stack/plain";
import { datasetIn } from "../../stack/references";
import { changed, type Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import * as types from "../../stack/types";
import type { CustomRoles } from "../role";
import type { Grants } from "./grant";
import { openScript, type Script, scriptGrants } from "./scriptGrants";

/** What a query job, a scheduled query or a procedure grants by SQL. */
export function sqlGrants(stack: Stack, roles: CustomRoles, resource: Resource): Grants {
  const { property, sql, dataset } = scriptIn(stack, resource);
  const script: Script = { stack, roles, resource, property, shape: "sql", defaultDataset: dataset };
  if (sql === UNKNOWN) {
    const open = openScript(script);
    return { grants: [], unreadable: open ? [open] : [] };
  }
  // Nearly every query holds none of these words, and is not worth reading.
  if (sql === undefined || !/grant|execute/i.test(sql)) return { grants: [], unreadable: [] };
  return scriptGrants(script, sql, readSqlGrants(sql));
}

interface Sql {
  readonly property: string;
  readonly sql: string | Unknown | undefined;
  readonly dataset: Script["defaultDataset"];
}

function scriptIn(stack: Stack, resource: Resource): Sql {
  const { type, props } = resource;
  if (type === types.transferConfig)
    return {
      property: "params",
      sql: text(at(first(props["params"]), "query")),
      dataset: knownDataset(stack, resource, "destinationDatasetId"),
    };
  if (type === types.routine)
    return {
      property: "definitionBody",
      sql: text(props["definitionBody"]),
      dataset: knownDataset(stack, resource, "datasetId"),
    };
  const query = first(props["query"]);
  return { property: "query", sql: text(at(query, "query")), dataset: queryDataset(stack, resource, query) };
}

/** A block of which there is one, given as itself or as a list of one. */
function first(value: Plain | undefined): Plain | undefined {
  return isList(value) ? value[0] : value;
}

function knownDataset(stack: Stack, resource: Resource, property: string): Script["defaultDataset"] {
  const found = datasetIn(stack, resource, property);
  return found.unknown ? undefined : found;
}

/** A query's `defaultDataset`, which may be in another project than the job. */
function queryDataset(stack: Stack, resource: Resource, query: Plain | undefined): Script["defaultDataset"] {
  const block = first(at(query, "defaultDataset"));
  if (!isObject(block)) return undefined;
  const from = { datasetId: resource.propertyDependencies["query"] ?? [] };
  const found = knownDataset(
    stack,
    changed(resource, { props: block, propertyDependencies: from }),
    "datasetId",
  );
  const project = text(block["projectId"]);
  return found && typeof project === "string" ? { project, ...found } : found;
}
