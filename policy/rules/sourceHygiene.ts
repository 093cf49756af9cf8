import { sourceProblems } from "../model/verdicts/hygiene/sourceProblems";
import { sourceMessage } from "../model/wording/hygiene";
import type { Rule } from "./rule";

export const sourceHygiene: Rule = {
  id: "source-hygiene",
  group: "hygiene",
  title: "Segment can read all of its sources",
  description:
    "Notes a source in another location than Segment's, a view over tables that the account cannot read, columns with policy tags, and row access policies.",
  level: "advisory",
  severity: "low",
  tags: ["bigquery", "availability"],
  remediation: "Let Segment read a view in its location that shows all that it needs and nothing else.",
  url: "https://cloud.google.com/bigquery/docs/row-level-security-intro",
  find: (assessment) =>
    sourceProblems(assessment).map((problem) => ({ urn: problem.urn, message: sourceMessage(problem) })),
};
