import { acceptance, type Acceptance } from "./accepted";
import type { PackConfig } from "./config";
import { allGrants, type Grant, type Unreadable } from "./grants";
import { holdingsOf, type Holding } from "./holdings";
import { membership, type Membership } from "./membership";
import type { Resource } from "./resource";
import { customRoles, type CustomRoles } from "./roles";
import { stackOf, type Stack } from "./stack";
import { subjects, type Subject } from "./subject";

/** Everything about one of Segment's accounts that the rules judge by. */
export interface Assessed {
  readonly subject: Subject;
  readonly acceptance: Acceptance;
  /** What the account holds in any way. */
  readonly holdings: readonly Holding[];
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
  readonly accounts: readonly Assessed[];
}

/** Reads a stack: who is Segment's, what is declared, what every grant gives to whom. */
export function assess(resources: Iterable<Resource>, config: PackConfig, now: Date): Assessment {
  const stack = stackOf(resources);
  const roles = customRoles(stack);
  const { grants, unreadable } = allGrants(stack, roles);
  const found = subjects(stack, { grants, unreadable }, config);
  const includes = membership(stack, grants);
  const accounts = found.map((subject) => ({
    subject,
    acceptance: acceptance(subject.declared),
    holdings: holdingsOf(subject, grants, includes, now),
  }));
  return { stack, config, now, roles, grants, unreadable, includes, accounts };
}
