import { borrowers, foreignGrants } from "../model/borrowing/borrowers";
import { borrowerMessage, foreignGrantMessage } from "../model/wording/borrowing";
import type { Rule } from "./rule";

export const borrowable: Rule = {
  id: "borrowable",
  group: "access",
  title: "Nobody else acts as Segment's account",
  description:
    "Rejects whoever can act as Segment's account: named for it on the account itself, an identity of a workload pool included, or holding such a role on the project or above without being the project's administrator; directly or over other accounts. Basic roles above the account are no finding.",
  level: "mandatory",
  severity: "high",
  cis: "1.6",
  tags: ["iam", "impersonation"],
  remediation:
    "Take the role away, or grant it on the accounts that it is meant for, in place of the project.",
  url: "https://cloud.google.com/iam/docs/best-practices-service-accounts",
  find: (assessment) => [
    ...borrowers(assessment).map((found) => ({
      urn: found.power.grant.urn,
      message: borrowerMessage(found),
    })),
    ...foreignGrants(assessment).map((found) => ({
      urn: found.grant.urn,
      message: foreignGrantMessage(found),
    })),
  ],
};
