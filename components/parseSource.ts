import type { Models, Source } from "./args/args";
import type { ModelOperation } from "./args/enums";

/**
 * Reads `project`, `project.dataset` or `project.dataset.table`, the form in which stack files and the policy pack name
 * sources. A project of the old kind, `example.com:acme`, keeps its dots.
 *
 * Throws where there are more parts, or an empty one.
 */
export function parseSource(text: string): Source {
  const [, project, dataset, table] = /^((?:[^:]*:)?[^.:]+)(?:\.([^.]+)(?:\.([^.]+))?)?$/.exec(text) ?? [];
  if (project === undefined)
    throw new Error(
      `The source ${JSON.stringify(text)} has another form than project, project.dataset or project.dataset.table; write it in one of them.`,
    );
  return { project, dataset, table };
}

/**
 * Reads a dataset with models as a stack file names it: the dataset as `project.dataset`, and the operations.
 *
 * Throws where the dataset has another form.
 */
export function parseModels({ dataset: text, operations }: ModelsText): Models {
  const { project, dataset, table } = parseSource(text);
  if (dataset === undefined || table !== undefined)
    throw new Error(
      `The dataset of models ${JSON.stringify(text)} has another form than project.dataset; write it so.`,
    );
  return { project, dataset, operations };
}

/** A dataset with models in a stack file. */
export interface ModelsText {
  /** `project.dataset`. */
  readonly dataset: string;
  readonly operations: ModelOperation[];
}
