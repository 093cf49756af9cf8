import { openPools } from "../model/borrowing/openPools";
import { openPoolMessage } from "../model/wording/borrowing";
import type { Rule } from "./rule";

export const workloadIdentity: Rule = {
  id: "open-workload-pool",
  group: "access",
  title: "A pool that acts as Segment's account takes only whom it is meant for",
  description:
    "Rejects a workload identity pool provider without an attribute condition whose pool can act as Segment's account: everybody whom the issuer vouches for could.",
  level: "mandatory",
  severity: "critical",
  tags: ["iam", "impersonation", "workload-identity"],
  remediation: "Set `attributeCondition` to the identities that are meant.",
  url: "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
  find: (assessment) =>
    openPools(assessment)
      .filter(({ unknown }) => !unknown)
      .map((found) => ({ urn: found.provider.urn, message: openPoolMessage(found) })),
};
