import { loans } from "../model/borrowing/loans";
import { loanMessage } from "../model/wording/borrowing";
import type { Rule } from "./rule";

export const borrowing: Rule = {
  id: "borrowing",
  group: "access",
  title: "Segment's account acts as nobody else",
  description:
    "Rejects every role with which Segment's account can act as a service account, itself included: token creator, OpenID token creator, account user, workload identity user, key admin, account admin, API key binding admin and custom roles like them, on the account, the project or above, over any number of accounts.",
  level: "mandatory",
  severity: "critical",
  cis: "1.6",
  tags: ["iam", "impersonation", "privilege-escalation"],
  remediation: "Take the role that the message names away from Segment's account.",
  url: "https://cloud.google.com/iam/docs/service-account-permissions",
  find: (assessment) =>
    loans(assessment).map((loan) => ({ urn: loan.first.grant.urn, message: loanMessage(loan) })),
};
