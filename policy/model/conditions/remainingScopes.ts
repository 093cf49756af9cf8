import { worksAt } from "../../knowledge/permissionScopes";
import { reaches, type Scope } from "../scope";
import type { ConditionScope } from "./conditionScope";
import type { ConditionEffect } from "./readCondition";

/**
 * Where a permission is left of a grant with a condition.
 *
 * A condition is checked against the resource that a call is about: listing tables is about the dataset, reading one about
 * the table, running a job about the project. So `==` on a dataset leaves `tables.list`, and `startsWith` below it
 * `tables.getData`.
 */
export function remainingScopes(permission: string, granted: Scope, condition: ConditionEffect): Scope[] {
  if (condition.kind === "never") return [];
  if (condition.kind !== "narrows") return [granted];
  return condition.scopes.flatMap((scope) => {
    if (!isAbout(permission, scope)) return [];
    const narrow = scopeOf(scope);
    if (reaches(granted, narrow)) return [narrow];
    return reaches(narrow, granted) ? [granted] : [];
  });
}

function scopeOf({ project, dataset, table }: ConditionScope): Scope {
  return table === undefined
    ? { kind: "dataset", project, dataset }
    : { kind: "table", project, dataset, table };
}

/** Asked of the dataset, although they name what lies in it. */
const askedOfDataset = /^bigquery\.(?:datasets\.[A-Za-z]+|(?:tables|routines|models)\.(?:create|list))$/;

function isAbout(permission: string, scope: ConditionScope): boolean {
  if (!permission.startsWith("bigquery.") || !worksAt(permission, "dataset")) return false;
  const ofDataset = askedOfDataset.test(permission);
  const collection = permission.split(".")[1] ?? "";
  const ofTables = collection === "tables" || collection === "rowAccessPolicies";
  // A row access policy lies below its table, everything else with `tables` in it is about the table itself.
  if (scope.table !== undefined)
    return !ofDataset && ofTables && (scope.includesSelf || collection !== "tables");
  if (ofDataset) return scope.includesSelf;
  return scope.below && (scope.only === undefined || (ofTables ? "tables" : collection) === scope.only);
}
