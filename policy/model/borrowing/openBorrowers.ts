import type { Assessment } from "../assessment";
import { readCondition } from "../conditions";
import type { Grant } from "../grants";
import { reaches } from "../scope";
import { sourcesOf } from "../stack";
import type { Subject } from "../subject";
import * as types from "../types";
import { administratorsOf } from "./administrators";
import { isExempt, isNobody, scopeOf } from "./borrowers";
import { identityOf } from "./heldBy";
import { borrowingAmong, reachesAccounts } from "./power";

/** A grant by which somebody may come to act as Segment's account, once more is known. */
export interface OpenBorrower {
  readonly subject: Subject;
  readonly grant: Grant;
  /** What is not known yet. */
  readonly property: string;
}

/** What cannot be told yet of who can act as Segment's accounts. */
export function openBorrowers(assessment: Assessment): OpenBorrower[] {
  const { accounts, grants } = assessment;
  const isAdministrator = administratorsOf(grants);
  return grants.flatMap((grant): OpenBorrower[] => {
    if (!reachesAccounts(grant.scope) || grant.onRequest || isNobody(grant.member)) return [];
    return accounts.flatMap(({ subject }): OpenBorrower[] => {
      const property = openProperty(assessment, subject, grant, isAdministrator);
      return property === undefined ? [] : [{ subject, grant, property }];
    });
  });
}

function openProperty(
  assessment: Assessment,
  subject: Subject,
  grant: Grant,
  isAdministrator: ReturnType<typeof administratorsOf>,
): string | undefined {
  const { role, scope, member, unknown } = grant;
  if (identityOf(member) === subject.identity) return undefined;
  const borrows = role.kind === "known" && borrowingAmong(role.permissions).length > 0;
  const account = scopeOf(subject);
  if (scope.kind === "serviceAccount") {
    const [open] = unknown;
    if (open === undefined ? scope.email !== subject.identity : !mayBe(assessment, subject, grant, open))
      return undefined;
    if (role.kind === "unknown") return role.property;
    return borrows ? (open ?? openCondition(assessment, grant)) : undefined;
  }
  if (!borrows || isExempt(role.name, member)) return undefined;
  if (unknown.length > 0) return unknown[0];
  if (!reaches(scope, account) || isAdministrator(member, account)) return undefined;
  return member.kind === "unknown" ? member.property : openCondition(assessment, grant);
}

function openCondition({ now }: Assessment, { condition }: Grant): string | undefined {
  return readCondition(condition, now).kind === "unknown" ? "condition" : undefined;
}

/** Whether the account that a grant is on may be Segment's: not where it comes from other accounts of the stack only. */
function mayBe({ stack }: Assessment, { account }: Subject, grant: Grant, property: string): boolean {
  const resource = stack.get(grant.urn);
  const from = resource === undefined ? [] : sourcesOf(stack, resource, property);
  const made = from.filter(({ type }) => type === types.account);
  return made.length === 0 || made.some(({ urn }) => urn === account?.urn);
}
