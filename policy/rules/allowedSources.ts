import { unallowedSources } from "../model/verdicts/unallowedSources";
import { unallowedSourceMessage } from "../model/wording/access";
import type { Rule } from "./rule";

export const allowedSources: Rule = {
  id: "allowed-sources",
  group: "access",
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
      urn: found.subject.component?.urn ?? found.subject.account?.urn,
      message: unallowedSourceMessage(found),
    })),
};
