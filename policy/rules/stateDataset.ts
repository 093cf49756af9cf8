import { stateProblems } from "../model/verdicts/hygiene/stateDataset";
import { stateMessage } from "../model/wording/hygiene";
import type { Rule } from "./rule";

export const stateDataset: Rule = {
  id: "state-dataset",
  group: "hygiene",
  title: "The state of Segment's syncs is safe",
  description:
    "Notes a state dataset whose tables expire, that lies in another location than Segment's, that is deleted with its tables, or that is misspelt.",
  level: "advisory",
  severity: "medium",
  tags: ["bigquery", "availability"],
  remediation: "Take expirations out, keep the dataset in Segment's location, and protect it.",
  url: "https://segment.com/docs/connections/reverse-etl/reverse-etl-source-setup-guides/bigquery-setup/",
  find: (assessment) =>
    stateProblems(assessment).map((problem) => ({ urn: problem.urn, message: stateMessage(problem) })),
};
