/** The contents of a dataset. */
export type Collection = "tables" | "routines" | "models";

/** BigQuery resources that a condition allows: a dataset or a table, its contents, or both. */
export interface ConditionScope {
  readonly project: string;
  readonly dataset: string;
  readonly table?: string;
  /** From `==`: whatever is asked of the dataset or table itself, such as `datasets.get` and `tables.list`. */
  readonly includesSelf: boolean;
  /** From `startsWith("…/")`: its contents, not itself. */
  readonly below: boolean;
  /** Only these contents. @default - all of them */
  readonly only?: Collection;
}

/** What a condition asks of `resource.name`. */
export interface NamePattern {
  readonly text: string;
  /** Whether the whole name is meant, or how it starts. */
  readonly exact: boolean;
}

/** The pattern that both allow; undefined where no name fits both. */
export function both(one: NamePattern, other: NamePattern): NamePattern | undefined {
  if (one.exact && other.exact) return one.text === other.text ? one : undefined;
  const [narrow, wide] =
    one.exact || (!other.exact && one.text.length >= other.text.length) ? [one, other] : [other, one];
  return narrow.text.startsWith(wide.text) ? narrow : undefined;
}

type NameParts = readonly [
  whole: string,
  project: string,
  dataset: string,
  collection: Collection | undefined,
  id: string | undefined,
];

const form = /^projects\/([^/]+)\/datasets\/([^/]+)(?:\/(tables|routines|models)(?:\/([^/]+))?)?$/;

/**
 * The scope of a name pattern.
 *
 * Names are `projects/P/datasets/D` and `projects/P/datasets/D/tables/T` (`routines/R`, `models/M`) with the project's id,
 * see https://cloud.google.com/iam/docs/conditions-resource-attributes#resource-name
 *
 * @returns why it narrows nothing, where it does not
 */
export function nameScope(pattern: NamePattern): ConditionScope | { readonly open: string } {
  const { text, exact } = pattern;
  // Up to the last slash a prefix is certain; the begun segment after it also matches longer names.
  const certain = exact ? text : text.slice(0, Math.max(0, text.lastIndexOf("/")));
  const found = form.exec(certain);
  if (found === null) return { open: whyOpen(text) };
  const [, project, dataset, collection, id] = found as unknown as NameParts;
  if (exact && collection !== undefined && id === undefined) return { open: whyOpen(text) };
  if (project === "_" || project === "-" || /^[0-9]+$/.test(project))
    return { open: `${quote(text)} names the project by ${quote(project)}, and BigQuery by its id` };
  if (collection === "tables" && id !== undefined)
    return { project, dataset, table: id, includesSelf: exact, below: !exact };
  if (exact && collection === undefined) return { project, dataset, includesSelf: true, below: false };
  const scope = { project, dataset, includesSelf: false, below: true };
  const only = collection ?? begunCollection(text, certain);
  return only === undefined ? scope : { ...scope, only };
}

/** The collection that a name's last, begun segment can only mean. */
function begunCollection(text: string, certain: string): Collection | undefined {
  const begun = text.slice(certain.length + 1);
  const fitting = Object.values(typesOf).filter((collection) => collection.startsWith(begun));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function whyOpen(text: string): string {
  if (/^projects\/[^/]+\/datasets\/[^/]+$/.test(text))
    return `startsWith(${quote(text)}) lacks the closing slash and also matches longer names`;
  if (/^(?:projects\/(?:[^/]+(?:\/datasets)?)?\/?|p?r?o?j?e?c?t?s?)$/.test(text))
    return `${quote(text)} names no dataset`;
  return `${quote(text)} is not a name of BigQuery's, which reads projects/P/datasets/D/tables/T`;
}

const typesOf: Readonly<Record<string, Collection>> = {
  "bigquery.googleapis.com/Table": "tables",
  "bigquery.googleapis.com/Routine": "routines",
  "bigquery.googleapis.com/Model": "models",
};

/** The part of the scope with that `resource.type`; undefined where it has none. */
export function ofType(scope: ConditionScope, type: string): ConditionScope | undefined {
  if (type === "bigquery.googleapis.com/Dataset")
    return scope.includesSelf && scope.table === undefined ? { ...scope, below: false } : undefined;
  const collection = Object.hasOwn(typesOf, type) ? typesOf[type] : undefined;
  if (collection === undefined) return undefined;
  if (scope.table !== undefined) return collection === "tables" ? scope : undefined;
  if (!scope.below || (scope.only !== undefined && scope.only !== collection)) return undefined;
  return { ...scope, includesSelf: false, only: collection };
}

/** One scope for each dataset or table, in the order in which they are first named. */
export function merged(scopes: readonly ConditionScope[]): ConditionScope[] {
  const found = new Map<string, ConditionScope>();
  for (const scope of scopes) {
    const key = JSON.stringify([
      scope.project,
      scope.dataset,
      scope.table,
      scope.below ? scope.only : undefined,
    ]);
    const seen = found.get(key);
    found.set(key, {
      ...(seen ?? scope),
      includesSelf: scope.includesSelf || (seen?.includesSelf ?? false),
      below: scope.below || (seen?.below ?? false),
    });
  }
  return [...found.values()];
}

/** A text of the condition, safe and short enough for a message. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
