import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import { allowedTest, sourceText } from "../access/config";
import type { SourceRef } from "../access/declaration";
import { stateDatasetId } from "../facts/roles";
import { abridged, printable } from "../stack/text";
import type { FindingText, Rule } from "./rule";
import { addressOf, type Naming, naming } from "./text";

export const allowedSources: Rule = {
  id: "allowed-sources",
  title: "Only what the organization allows is declared as a source",
  description:
    "Rejects a declared source outside `allowedSources`, because a stack must not widen its own bounds. A pattern such as `acme.*` does not allow the whole project.",
  level: "mandatory",
  severity: "high",
  tags: ["iam", "governance"],
  remediation: "Declare a source that `allowedSources` matches, or add it there.",
  url: "https://www.pulumi.com/docs/iac/using-pulumi/crossguard/configuration/",
  find: (assessment) => {
    const names = naming(assessment);
    return unallowedSources(assessment).map((found) => ({
      urn: found.segment.component?.urn ?? found.segment.account?.urn,
      account: addressOf(found.segment),
      text: () => sourceFinding(found, names),
    }));
  },
};

function sourceFinding({ segment, source, allowed, isState }: UnallowedSource, names: Naming): FindingText {
  const who = names.who(segment);
  if (isState)
    return {
      what: `${printable(source)} is declared as the state dataset of ${who}, and is one of its sources.`,
      why: "Segment may read its sources and not write to them.",
      fix: "declare another dataset, or name it as stateDataset in the config",
    };
  return {
    what: `${printable(source)} is declared for ${who} to use.`,
    why: `The organization allows ${allowed.length === 0 ? "nothing" : `only ${abridged(allowed, printable)}`}.`,
    fix: `remove ${printable(source)} from the declaration, or add it to allowedSources`,
  };
}

/** A declared source that the organization does not allow. */
interface UnallowedSource {
  readonly segment: SegmentAccount;
  readonly source: string;
  readonly allowed: readonly string[];
  /** Whether it is a source that would be written as the state. */
  readonly isState: boolean;
}

/**
 * What is declared outside `allowedSources`: sources, a state dataset of another name than Segment's, datasets to fill
 * and those of models, as far as the config does not name them itself.
 */
function unallowedSources({ accounts, config }: Assessment): UnallowedSource[] {
  const { allowedSources } = config;
  if (allowedSources === undefined) return [];
  const isAllowed = allowedTest(config);
  return accounts.flatMap(({ segment }) => {
    const { sources = [], models, destinations = [], stateDataset, project } = segment.declared;
    const own: SourceRef[] = [
      ...sources,
      ...(config.models === undefined
        ? models.map((one) => ({ project: one.project, dataset: one.dataset }))
        : []),
      ...(config.destinations === undefined ? destinations : []),
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
