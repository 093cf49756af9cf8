import type { Assessment } from "../assessment";
import type { SourceRef } from "../declaration";
import { glob } from "../glob";
import type { Subject } from "../subject";

/** A declared source that the organisation does not allow to be declared. */
export interface UnallowedSource {
  readonly subject: Subject;
  readonly source: string;
  readonly allowed: readonly string[];
}

/** Declared sources outside `allowedSources`. A pattern allows what it matches, and everything in it. */
export function unallowedSources({ accounts, config }: Assessment): UnallowedSource[] {
  const { allowedSources } = config;
  if (allowedSources === undefined) return [];
  const tests = allowedSources.flatMap((pattern) => [glob(pattern), glob(`${pattern}.*`)]);
  return accounts.flatMap(({ subject }) =>
    (subject.declared.sources ?? [])
      .map(sourceText)
      .filter((source) => !tests.some((test) => test(source)))
      .map((source) => ({ subject, source, allowed: allowedSources })),
  );
}

function sourceText({ project, dataset, table }: SourceRef): string {
  return [project, dataset, table].filter((part) => part !== undefined).join(".");
}
