import { glob } from "../stack/glob";
import type { PackConfig } from "./config";
import type { SourceRef } from "./declaration";

/** Tells what the organization allows to be declared. A pattern allows what it matches, and everything in it. */
export function allowedTest({
  allowedSources,
}: Pick<PackConfig, "allowedSources">): (source: SourceRef) => boolean {
  const tests = allowedSources?.flatMap((pattern) => [glob(pattern), glob(`${pattern}.*`)]);
  return (source) => tests === undefined || tests.some((test) => test(sourceText(source)));
}

export function sourceText({ project, dataset, table }: SourceRef): string {
  return [project, dataset, table].filter((part) => part !== undefined).join(".");
}
