import { needs } from "../../../policy/access/needs";
import type { Remedy } from "../result";
import { grantCommands } from "./grantCommands";
import type { Setting } from "./Setting";
import { shellWord } from "../../text/shell";

/** Makes the state dataset, or leaves it as it is, and grants what keeping the state needs. */
export function stateDatasetRemedy(setting: Setting): Remedy {
  const { project, dataset } = setting.declared.stateDataset;
  const scope = { kind: "dataset", project, dataset } as const;
  const needed = needs({ ...setting.declared, sources: [], models: [] })
    .filter((need) => need.scope.kind === "dataset")
    .map(({ permission }) => permission);
  return {
    stackConfig: "segment-bigquery:stateDataset: { mode: created }",
    commands: [
      `bq --location=${shellWord(setting.location)} mk --force --dataset ${shellWord(`${project}:${dataset}`)}`,
      ...grantCommands(setting, scope, needed),
    ],
  };
}
