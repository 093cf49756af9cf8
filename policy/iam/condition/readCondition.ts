import { worksAt } from "../../facts/permissions";
import { parseCel } from "../../parsers/cel/parseCel";
import { UnreadableCel } from "../../parsers/cel/tokens";
import {
  isList,
  isObject,
  type Plain,
  type PlainObject,
  text,
  UNKNOWN,
  type Unknown,
} from "../../stack/plain";
import { remembered } from "../../stack/remembered";
import { reaches, type Scope } from "../scope";
import { requirements, type Term } from "./requirements";
import { type ConditionScope, merged, nameScope, ofType } from "./scope";

/** What a condition does to the grant that carries it. `why` is a clause for a message. */
export type ConditionEffect =
  | { readonly kind: "none" }
  /** It narrows nothing: the grant counts as it stands. */
  | { readonly kind: "ignored"; readonly why: string }
  /** It grants nothing any more. */
  | { readonly kind: "never"; readonly why: string }
  /** It grants on these only, one or several. */
  | { readonly kind: "narrows"; readonly scopes: readonly ConditionScope[] }
  /** Unknown before the update, or hidden: it may be narrower or not. */
  | { readonly kind: "unknown" };

/**
 * Reads the condition of a grant.
 *
 * Of CEL it reads `&&`, `||`, `!`, comparisons of `resource.name`, `resource.type` and `request.time`,
 * `resource.name.startsWith("…")` and `resource.name in […]`. Whatever else stands there counts as fulfilled, so that the
 * effect is never narrower than Google's: a grant that begins later grants already.
 *
 * See https://cloud.google.com/iam/docs/conditions-overview
 *
 * @param condition a grant's `condition`: an object with `expression`, or a list of one
 */
export function readCondition(condition: Plain | undefined, now: Date): ConditionEffect {
  const only = isList(condition) ? (condition[0] ?? null) : condition;
  if (only === undefined || only === null || only === "") return { kind: "none" };
  if (isHidden(only)) return { kind: "unknown" };
  if (!isObject(only)) return { kind: "ignored", why: "it is not a condition with an expression" };
  return effects(now)(only);
}

/** Several rules ask for the same. */
const effects = remembered((now: Date) =>
  remembered((condition: PlainObject) => conditionEffect(condition, now)),
);

function conditionEffect(only: PlainObject, now: Date): ConditionEffect {
  const expression = text(only["expression"]);
  if (expression === undefined) {
    const empty = Object.values(only).every((part) => part === null || part === "");
    return empty ? { kind: "none" } : { kind: "ignored", why: "it has no expression" };
  }
  if (isHidden(expression)) return { kind: "unknown" };
  return readExpression(expression, now);
}

/** What `pulumi stack export` leaves of a secret. */
function isHidden(value: Plain): value is Unknown | "[secret]" {
  return value === UNKNOWN || value === "[secret]";
}

/** Longer than any condition that Google accepts. */
const longest = 50_000;

function readExpression(expression: string, now: Date): ConditionEffect {
  if (expression.length > longest) return { kind: "ignored", why: "it is too long to be read" };
  try {
    return effect(requirements(parseCel(expression), false, now));
  } catch (error) {
    if (!(error instanceof UnreadableCel)) throw error;
    return { kind: "ignored", why: `it cannot be read: ${error.message}` };
  }
}

function effect({ terms, lost }: ReturnType<typeof requirements>): ConditionEffect {
  const scopes: ConditionScope[] = [];
  let misfit = false;
  let unread = false;
  for (const term of terms) {
    const scope = termScope(term);
    if (scope === undefined) misfit = true;
    else if ("open" in scope && term.unread === true) unread = true;
    else if ("open" in scope) return { kind: "ignored", why: scope.open };
    else scopes.push(scope);
  }
  if (unread) return { kind: "unknown" };
  if (scopes.length > 0) return { kind: "narrows", scopes: merged(scopes) };
  const reasons = [...new Set([...lost, ...(misfit ? ["no resource fits all of it"] : [])])];
  return { kind: "never", why: reasons.slice(0, 3).join("; ") };
}

function termScope(term: Term): ConditionScope | { readonly open: string } | undefined {
  if (term.name === undefined) return { open: whyOpen(term) };
  const scope = nameScope(term.name);
  return "open" in scope || term.type === undefined ? scope : ofType(scope, term.type);
}

function whyOpen({ open, type, dated }: Term): string {
  const reasons = type === undefined ? open : [...open, "a resource type alone names no dataset"];
  if (reasons.length > 0) return reasons.slice(0, 3).join("; ");
  return dated ? "it is only a date" : "it is always true";
}

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

/** Checked on the dataset, although they name its contents. */
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
