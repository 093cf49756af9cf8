/**
 * BigQuery ML: the permissions of each operation on a model.
 *
 * Source: the first table of https://cloud.google.com/bigquery/docs/access-control (BigQuery ML, as dated in the seed).
 * `bigquery.jobs.create`, which most rows name too, is a project's permission and is left out here: `run-queries` of
 * `needRows` has it, which every connection that reads needs.
 */
export interface ModelOperationFacts {
  /** What a person would call it. */
  readonly what: string;
  /** Permissions on the dataset that holds the model. */
  readonly permissions: readonly string[];
  /** Whether it runs as a query job, so that `bigquery.jobs.create` on the project belongs to it. */
  readonly runsAsJob: boolean;
}

const create = ["bigquery.models.create", "bigquery.models.getData", "bigquery.models.updateData"];

export const modelOperations = {
  create: { what: "CREATE MODEL", permissions: create, runsAsJob: true },
  replace: {
    what: "CREATE OR REPLACE MODEL",
    permissions: [...create, "bigquery.models.updateMetadata"],
    runsAsJob: true,
  },
  delete: { what: "models.delete (API)", permissions: ["bigquery.models.delete"], runsAsJob: false },
  drop: { what: "DROP MODEL", permissions: ["bigquery.models.delete"], runsAsJob: true },
  get: { what: "models.get (API)", permissions: ["bigquery.models.getMetadata"], runsAsJob: false },
  list: { what: "models.list (API)", permissions: ["bigquery.models.list"], runsAsJob: false },
  updateMetadata: {
    what: "models.patch (API), or ALTER MODEL as a job",
    permissions: ["bigquery.models.updateMetadata"],
    runsAsJob: false,
  },
  updateExpiration: {
    what: "the same with a non-zero expiration",
    permissions: ["bigquery.models.delete", "bigquery.models.updateMetadata"],
    runsAsJob: false,
  },
  evaluate: {
    what: "ML.EVALUATE, ML.TRAINING_INFO, ML.WEIGHTS and the like",
    permissions: ["bigquery.models.getData"],
    runsAsJob: true,
  },
  predict: { what: "ML.PREDICT", permissions: ["bigquery.models.getData"], runsAsJob: true },
  export: { what: "EXPORT MODEL", permissions: ["bigquery.models.export"], runsAsJob: true },
} as const satisfies Readonly<Record<string, ModelOperationFacts>>;

export type ModelOperationName = keyof typeof modelOperations;

export const modelOperationNames = Object.keys(modelOperations) as readonly ModelOperationName[];

/** Whether the word names one of the operations. */
export function isModelOperation(word: string): word is ModelOperationName {
  return Object.hasOwn(modelOperations, word);
}
