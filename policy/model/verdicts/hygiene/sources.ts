import type { Assessed } from "../../assessment";
import { sourceScope } from "../../needs";
import { reaches, type Scope } from "../../scope";
import { datasetOf, same } from "./datasets";

/** Tells what Segment reads: what is declared, else where its account is granted to read. The state dataset is none. */
export function sourceTest({ subject, holdings }: Assessed): (scope: Scope) => boolean {
  const { declared } = subject;
  const state = datasetOf(declared.stateDataset);
  const sources: Scope[] = declared.sources
    ? declared.sources.map(sourceScope)
    : holdings
        .filter(
          ({ grant: { role } }) =>
            role.kind === "known" && role.permissions.includes("bigquery.tables.getData"),
        )
        .flatMap(({ at }) => at)
        .filter(({ kind }) => kind === "dataset" || kind === "table");
  return (scope) =>
    !reaches(state, scope) &&
    sources.some((source) => !same(source, state) && (reaches(source, scope) || isPartly(source, scope)));
}

/** A dataset is a source as well where only a table in it is one. */
function isPartly(source: Scope, scope: Scope): boolean {
  return scope.kind === "dataset" && source.kind === "table" && reaches(scope, source);
}
