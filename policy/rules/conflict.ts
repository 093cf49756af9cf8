import { conflicts } from "../model/verdicts/hygiene/conflicts";
import { conflictMessage } from "../model/wording/hygieneConflicts";
import type { Rule } from "./rule";

export const conflict: Rule = {
  id: "conflict",
  group: "hygiene",
  title: "Nothing takes Segment's access away later",
  description:
    "Notes two ways of granting on one resource of which one undoes the other: an authoritative binding or policy beside other grants, a dataset's `accesses` beside resources that grant on it, and a binding or policy on a dataset that drops authorized views.",
  level: "advisory",
  severity: "medium",
  tags: ["iam", "availability"],
  remediation:
    "Grant in one way on each resource: by members, or by one binding, policy or list that holds them all.",
  url: "https://cloud.google.com/bigquery/docs/control-access-to-resources-iam",
  find: (assessment) =>
    conflicts(assessment).map((found) => ({
      urn: found.kind === "list" ? found.dataset.resource.urn : found.writer.urn,
      message: conflictMessage(found),
    })),
};
