import { indirectAccesses } from "../model/verdicts/hygiene/indirectAccess";
import { indirectMessage } from "../model/wording/hygiene";
import type { Rule } from "./rule";

export const indirectAccess: Rule = {
  id: "indirect-access",
  group: "hygiene",
  title: "What Segment reads through authorized views is known",
  description:
    "Notes the datasets that Segment's account reads through an authorized view, dataset or routine, over any number of steps, and not by a grant of its own.",
  level: "advisory",
  severity: "medium",
  tags: ["bigquery", "least-privilege"],
  remediation: "Check that the view shows no more than Segment needs, or take the authorization away.",
  url: "https://cloud.google.com/bigquery/docs/authorized-views",
  find: (assessment) =>
    indirectAccesses(assessment).map((found) => ({
      urn: found.path[0]?.urn,
      message: indirectMessage(found),
    })),
};
