import { type UnrestrictedPool, unrestrictedPools } from "../impersonation/pools";
import { printable } from "../stack/text";
import type { Rule } from "./rule";

export const unrestrictedWorkloadPool: Rule = {
  id: "unrestricted-workload-pool",
  title: "A pool that acts as Segment's account takes only whom it is meant for",
  description:
    "Rejects a workload identity pool provider without an attribute condition whose pool can act as Segment's account: everybody whom the issuer vouches for could.",
  level: "mandatory",
  severity: "critical",
  tags: ["iam", "impersonation", "workload-identity"],
  remediation: "Set `attributeCondition` to the identities that are meant.",
  url: "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
  find: (assessment) =>
    unrestrictedPools(assessment)
      .filter(({ unknown }) => !unknown)
      .map((found) => ({ urn: found.provider.urn, message: unrestrictedPoolMessage(found) })),
};

export function unrestrictedPoolMessage({ segment, provider, pool }: UnrestrictedPool): string {
  return `Workload identity pool provider ${printable(provider.name)} has no attribute condition, so that whomever its issuer vouches for enters pool ${printable(pool)}, which can act as ${printable(segment.member)}; set attributeCondition to the identities that are meant, or take the pool's role on the account away.`;
}
