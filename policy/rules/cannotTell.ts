import { openBorrowers } from "../model/borrowing/openBorrowers";
import { openPools } from "../model/borrowing/openPools";
import { openQuestions, type Open } from "../model/verdicts/cannotTell";
import { gaps } from "../model/verdicts/missing";
import { openPublicGrants } from "../model/verdicts/publicAccess";
import { openMessage, openPolicyMessage, openPublicMessage } from "../model/wording/access";
import { openBorrowerMessage, openPoolConditionMessage } from "../model/wording/borrowing";
import { openGapMessage } from "../model/wording/missing";
import type { Rule } from "./rule";

export const cannotTell: Rule = {
  id: "cannot-tell",
  group: "access",
  title: "Nothing is left unjudged",
  description:
    "Lists what cannot be judged before more is known: values of a first preview, and scopes about which nobody has declared whether Segment is to read them.",
  level: "advisory",
  severity: "low",
  tags: ["iam", "preview"],
  remediation:
    "Declare `sources` in the config; what is not known before the update is judged in the update.",
  url: "https://www.pulumi.com/docs/iac/concepts/inputs-outputs/",
  find: (assessment) => {
    if (assessment.accounts.length === 0) return [];
    return [
      ...openQuestions(assessment).map((open) => ({
        urn: resourceOf(open),
        message: openMessage(open),
      })),
      ...assessment.unreadable
        .filter(({ unknown }) => unknown)
        .map((found) => ({ urn: found.urn, message: openPolicyMessage(found) })),
      ...openPublicGrants(assessment).map((open) => ({
        urn: open.grant.urn,
        message: openPublicMessage(open),
      })),
      ...gaps(assessment)
        .filter(({ open }) => open)
        .map((gap) => ({ urn: gap.assessed.subject.account?.urn, message: openGapMessage(gap) })),
      ...openBorrowers(assessment).map((open) => ({
        urn: open.grant.urn,
        message: openBorrowerMessage(open),
      })),
      ...openPools(assessment)
        .filter(({ unknown }) => unknown)
        .map((open) => ({ urn: open.provider.urn, message: openPoolConditionMessage(open) })),
    ];
  },
};

function resourceOf(open: Open): string {
  if (open.kind === "membership") return open.membership.resource.urn;
  return "grant" in open ? open.grant.urn : open.holding.grant.urn;
}
