import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import type { SourceRef } from "../access/declaration";
import { glob } from "../stack/glob";
import { joined, printable } from "../stack/text";
import type { Rule } from "./rule";

export const allowedSources: Rule = {
  id: "allowed-sources",
  title: "Only what the organisation allows is declared as a source",
  description:
    "Rejects a declared source outside `allowedSources`, so that a stack cannot widen its own bounds; a pattern such as `acme.*` rules out the whole project.",
  level: "mandatory",
  severity: "high",
  tags: ["iam", "governance"],
  remediation: "Declare a source that `allowedSources` matches, or have the organisation's config changed.",
  url: "https://www.pulumi.com/docs/iac/using-pulumi/crossguard/configuration/",
  find: (assessment) =>
    unallowedSources(assessment).map((found) => ({
      urn: found.segment.component?.urn ?? found.segment.account?.urn,
      message: unallowedSourceMessage(found),
    })),
};

export function unallowedSourceMessage({ segment, source, allowed }: UnallowedSource): string {
  const bounds =
    allowed.length === 0
      ? "none is"
      : `${joined(allowed.map(printable))} ${allowed.length === 1 ? "is" : "are"}`;
  return `${printable(source)} is declared as a source of ${printable(segment.member)}, which the organisation does not allow (${bounds} allowed); declare less, or have allowedSources changed.`;
}

/** A declared source that the organisation does not allow to be declared. */
export interface UnallowedSource {
  readonly segment: SegmentAccount;
  readonly source: string;
  readonly allowed: readonly string[];
}

/** Declared sources outside `allowedSources`. A pattern allows what it matches, and everything in it. */
export function unallowedSources({ accounts, config }: Assessment): UnallowedSource[] {
  const { allowedSources } = config;
  if (allowedSources === undefined) return [];
  const tests = allowedSources.flatMap((pattern) => [glob(pattern), glob(`${pattern}.*`)]);
  return accounts.flatMap(({ segment }) =>
    (segment.declared.sources ?? [])
      .map(sourceText)
      .filter((source) => !tests.some((test) => test(source)))
      .map((source) => ({ segment, source, allowed: allowedSources })),
  );
}

function sourceText({ project, dataset, table }: SourceRef): string {
  return [project, dataset, table].filter((part) => part !== undefined).join(".");
}
