import type { ModelsArgs, SegmentBigQueryArgs, SourceArgs } from "../args";
import { KeyMode, StateDatasetMode } from "../enums";
import type { AccessorArgs, SecretArgs } from "../keyArgs";
import { isLater } from "./formats";
import { type Problem, shown } from "./problem";

/** What is wrong between arguments that are right each by itself. */
export function relationProblems(args: SegmentBigQueryArgs): Problem[] {
  return [
    ...(args.sources ?? []).flatMap((source, i) => sourceProblems(source, `sources[${i}]`)),
    ...(args.models ?? []).flatMap((models, i) =>
      namelessProblems(models, `models[${i}]`, ["project", "dataset"]),
    ),
    ...stateProblems(args),
    ...keyProblems(args),
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

/** A child is named for what it is for, and a name has to be known from the start. */
function namelessProblems(
  entry: SourceArgs | ModelsArgs | AccessorArgs,
  at: string,
  parts: readonly string[],
): Problem[] {
  const values = entry as unknown as Readonly<Record<string, unknown>>;
  const later = parts.filter((part) => isLater(values[part]));
  if (later.length === 0 || entry.name !== undefined) return [];
  const reason = `is missing; give one, for ${later.join(" and ")} ${later.length === 1 ? "is another resource's output" : "are other resources' outputs"} and the grant's name is made of it`;
  return [{ property: `${at}.name`, reason }];
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

function keyProblems({ key = {} }: SegmentBigQueryArgs): Problem[] {
  if (key.mode === KeyMode.None && key.secret !== undefined)
    return [
      {
        property: "key.secret",
        reason: 'has no effect, for key.mode is "none"; leave it out, or set mode to "made"',
      },
    ];
  return secretProblems(key.secret ?? {}, "key.secret");
}

function secretProblems(secret: SecretArgs, at: string): Problem[] {
  const { locations = [], kmsKeyName, kmsKeyNames, accessors = [] } = secret;
  const problems = accessors.flatMap((accessor, i) =>
    namelessProblems(accessor, `${at}.accessors[${i}]`, ["member"]),
  );
  if (locations.length > 0 && kmsKeyName !== undefined)
    problems.push({
      property: `${at}.kmsKeyName`,
      reason:
        "is for automatic replication, but locations are given; give kmsKeyNames, a key for each location",
    });
  if (kmsKeyNames !== undefined)
    problems.push(...keyNameProblems(kmsKeyNames, locations, `${at}.kmsKeyNames`));
  return problems;
}

function keyNameProblems(names: object, locations: readonly string[], property: string): Problem[] {
  if (locations.length === 0)
    return [
      { property, reason: "is for given locations, but there are none; give locations, or kmsKeyName" },
    ];
  const missing = locations.filter((location) => !Object.hasOwn(names, location));
  const surplus = Object.keys(names).filter((location) => !locations.includes(location));
  const wrong = [
    ...(missing.length > 0 ? [`lacks ${missing.join(", ")}`] : []),
    ...(surplus.length > 0 ? [`names ${surplus.join(", ")}, where the secret is not kept`] : []),
  ];
  if (wrong.length === 0) return [];
  return [{ property, reason: `${wrong.join(" and ")}; give one key for each of ${locations.join(", ")}` }];
}

function shownInput(value: unknown): string {
  return isLater(value) ? "that is given" : shown(value);
}
