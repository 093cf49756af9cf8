import type { SegmentBigQueryArgs, SourceArgs } from "../args";
import { StateDatasetMode } from "../enums";
import { isLater } from "./formats";
import { keyProblems } from "./keyRelations";
import { namelessProblems } from "./nameless";
import { type Problem, shown } from "./problem";

/** What is wrong between arguments that are right each by itself. */
export function relationProblems(args: SegmentBigQueryArgs): Problem[] {
  return [
    ...(args.sources ?? []).flatMap((source, i) => sourceProblems(source, `sources[${i}]`)),
    ...(args.models ?? []).flatMap((models, i) =>
      namelessProblems(models, `models[${i}]`, ["project", "dataset"]),
    ),
    ...stateProblems(args),
    ...keyProblems(args.key ?? {}),
  ];
}

function sourceProblems(source: SourceArgs, at: string): Problem[] {
  const { project, dataset, table } = source;
  const problems = namelessProblems(source, at, ["project", "dataset", "table"]);
  if (project === undefined && dataset === undefined && table === undefined)
    problems.push({
      property: at,
      reason:
        "names nothing; give a project (the component's own, for the whole of it), a dataset or a table",
    });
  else if (table !== undefined && dataset === undefined)
    problems.push({
      property: `${at}.dataset`,
      reason: `is missing; give the dataset of table ${shownInput(table)}`,
    });
  return problems;
}

function stateProblems({ stateDataset = {} }: SegmentBigQueryArgs): Problem[] {
  const { mode = StateDatasetMode.Created } = stateDataset;
  if (mode === StateDatasetMode.Created) return [];
  const given = (["kmsKeyName", "labels", "protect"] as const).filter(
    (part) => stateDataset[part] !== undefined,
  );
  return given.map((part) => ({
    property: `stateDataset.${part}`,
    reason: `has no effect, for mode is ${shown(mode)} and the dataset is not made here; leave it out, or set mode to "created"`,
  }));
}

function shownInput(value: unknown): string {
  return isLater(value) ? "that is given" : shown(value);
}
