import { allGrants, type Grant, type Unreadable } from "../iam/grants";
import { customRoles, type CustomRoles } from "../iam/role";
import type { Resource } from "../stack/resource";
import { type Stack, stackOf } from "../stack/stack";
import { type PossibleAccount, type SegmentAccount, segmentAccounts } from "./account";
import { allowance, type Allowance } from "./allowance";
import { allowedTest, type PackConfig } from "./config";
import { type EffectiveGrant, effectiveGrantsOf, membership, type Membership } from "./effectiveGrants";

/** Everything about one of Segment's accounts that the rules judge by. */
export interface AccountAccess {
  readonly segment: SegmentAccount;
  readonly allowance: Allowance;
  /** What the account holds in any way. */
  readonly effectiveGrants: readonly EffectiveGrant[];
}

/** A stack, read once for all rules. */
export interface Assessment {
  readonly stack: Stack;
  readonly config: PackConfig;
  readonly now: Date;
  readonly roles: CustomRoles;
  readonly grants: readonly Grant[];
  readonly unreadable: readonly Unreadable[];
  readonly includes: Membership;
  readonly accounts: readonly AccountAccess[];
  /** Accounts of which it is unknown before the update whether they are Segment's. */
  readonly possible: readonly PossibleAccount[];
}

/** Reads a stack: who is Segment's, what is declared, what every grant gives to whom. */
export function assess(resources: Iterable<Resource>, config: PackConfig, now: Date): Assessment {
  const stack = stackOf(resources, config.projectNumbers);
  const roles = customRoles(stack);
  const { grants, unreadable } = allGrants(stack, roles);
  const { found, possible } = segmentAccounts(stack, { grants, unreadable }, config);
  const includes = membership(stack, grants);
  const accounts = found.map((segment) => ({
    segment,
    allowance: allowance(segment.declared, allowedTest(config)),
    effectiveGrants: effectiveGrantsOf(segment, grants, includes, now),
  }));
  return { stack, config, now, roles, grants, unreadable, includes, accounts, possible };
}
