import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import { allowedTest, sourceText } from "../access/allowedSources";
import type { SourceRef } from "../access/declaration";
import { stateDatasetId } from "../facts/roles";
import { joined, printable } from "../stack/text";
import type { Rule } from "./rule";

export const allowedSources: Rule = {
  id: "allowed-sources",
  title: "Only what the organization allows is declared as a source",
  description:
    "Rejects a declared source outside `allowedSources`, so that a stack cannot widen its own bounds; a pattern such as `acme.*` rules out the whole project.",
  level: "mandatory",
  severity: "high",
  tags: ["iam", "governance"],
  remediation: "Declare a source that `allowedSources` matches, or have the organization's config changed.",
  url: "https://www.pulumi.com/docs/iac/using-pulumi/crossguard/configuration/",
  find: (assessment) =>
    unallowedSources(assessment).map((found) => ({
      urn: found.segment.component?.urn ?? found.segment.account?.urn,
      message: unallowedSourceMessage(found),
    })),
};

export function unallowedSourceMessage({ segment, source, allowed, isState }: UnallowedSource): string {
  if (isState)
    return `${printable(source)} is declared as the state dataset of ${printable(segment.member)} and is one of its sources, which Segment may read but not write; declare another dataset, or name it as stateDataset in the config.`;
  const bounds =
    allowed.length === 0
      ? "none is"
      : `${joined(allowed.map(printable))} ${allowed.length === 1 ? "is" : "are"}`;
  return `${printable(source)} is declared for ${printable(segment.member)}, which the organization does not allow (${bounds} allowed); declare less, or have allowedSources changed.`;
}

/** A declared source that the organization does not allow to be declared. */
export interface UnallowedSource {
  readonly segment: SegmentAccount;
  readonly source: string;
  readonly allowed: readonly string[];
  /** Whether it is a source that would be written as the state. */
  readonly isState: boolean;
}

/**
 * What is declared outside `allowedSources`: sources, a state dataset of another name than Segment's, and datasets of
 * models, as far as the config does not name them itself.
 */
export function unallowedSources({ accounts, config }: Assessment): UnallowedSource[] {
  const { allowedSources } = config;
  if (allowedSources === undefined) return [];
  const isAllowed = allowedTest(config);
  return accounts.flatMap(({ segment }) => {
    const { sources = [], models, stateDataset, project } = segment.declared;
    const own: SourceRef[] = [
      ...sources,
      ...(config.models === undefined
        ? models.map((one) => ({ project: one.project, dataset: one.dataset }))
        : []),
      ...(config.stateDataset === undefined &&
      (stateDataset.dataset !== stateDatasetId || stateDataset.project !== project)
        ? [stateDataset]
        : []),
    ];
    // What Segment may read it may not write as well, only because the program calls it the state.
    const isState = (source: SourceRef) =>
      source === stateDataset &&
      sources.some(({ project: home, dataset }) => home === source.project && dataset === source.dataset);
    return own
      .filter((source) => !isAllowed(source) || isState(source))
      .map((source) => ({
        segment,
        source: sourceText(source),
        allowed: allowedSources,
        isState: isAllowed(source) && isState(source),
      }));
  });
}
