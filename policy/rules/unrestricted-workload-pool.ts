import { unrestrictedPools } from "../impersonation/pools";
import { printable } from "../stack/text";
import type { Rule } from "./rule";
import { addressOf, named, naming } from "./text";

export const unrestrictedWorkloadPool: Rule = {
  id: "unrestricted-workload-pool",
  title: "A pool that acts as Segment's account lets in only the identities it is meant for",
  description:
    "Rejects a workload identity pool provider without an attribute condition whose pool can act as Segment's account: everybody that the issuer vouches for could.",
  level: "mandatory",
  severity: "critical",
  tags: ["iam", "impersonation", "workload-identity"],
  remediation: "Set `attributeCondition` to the identities that are meant.",
  url: "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
  find: (assessment) => {
    const names = naming(assessment);
    return unrestrictedPools(assessment)
      .filter(({ unknown }) => !unknown)
      .map(({ segment, provider, pool }) => ({
        urn: provider.urn,
        account: addressOf(segment),
        text: () => ({
          what: `Workload identity pool provider ${named(provider.name)} has no attribute condition.`,
          why: `Everybody that its issuer vouches for enters pool ${printable(pool)}, which can act as ${names.account(segment)}.`,
          fix: "set attributeCondition to the identities that are meant, or remove the pool's role on the account",
        }),
      }));
  },
};
