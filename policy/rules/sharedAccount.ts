import { sharedAccountGrants } from "../model/verdicts/hygiene/sharedAccount";
import { sharedAccountMessage } from "../model/wording/hygiene";
import type { Rule } from "./rule";

export const sharedAccount: Rule = {
  id: "shared-account",
  group: "hygiene",
  title: "Segment's old shared account holds nothing",
  description:
    "Notes every grant to connector@segment-1119.iam.gserviceaccount.com, the account that Segment once shared between its customers.",
  level: "advisory",
  severity: "high",
  tags: ["iam", "deprecated"],
  remediation: "Give Segment an account of its own, then remove the grant.",
  url: "https://segment.com/docs/connections/storage/catalog/bigquery/",
  find: (assessment) =>
    sharedAccountGrants(assessment).map((grant) => ({
      urn: grant.urn,
      message: sharedAccountMessage(grant),
    })),
};
