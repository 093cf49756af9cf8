import type { Assessed } from "../../assessment";
import { sourceScope } from "../../needs";
import { reaches, type Scope } from "../../scope";
import { datasetOf, gives, readData } from "./datasets";

/** Tells what Segment reads: what is declared, else where its account is granted to read. The state dataset is none. */
export function sourceTest({ subject, holdings }: Assessed): (scope: Scope) => boolean {
  const { declared } = subject;
  const state = datasetOf(declared.stateDataset);
  const sources: Scope[] = declared.sources
    ? declared.sources.map(sourceScope)
    : holdings
        .filter((holding) => gives(holding, readData))
        .flatMap(({ at }) => at)
        .filter(({ kind }) => kind === "dataset" || kind === "table");
  // A dataset is a source as well where only a table in it is one.
  return (scope) =>
    !reaches(state, scope) && sources.some((source) => reaches(source, scope) || reaches(scope, source));
}
