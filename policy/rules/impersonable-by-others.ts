import {
  type Impersonator,
  impersonators,
  type UnresolvedGrant,
  unresolvedGrants,
} from "../impersonation/incoming";
import { scopeText } from "../iam/scope";
import { printable } from "../stack/text";
import { holds, narrows, place } from "./impersonationText";
import type { Rule, Violation } from "./rule";
import { addressOf } from "./text";

export const impersonableByOthers: Rule = {
  id: "impersonable-by-others",
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
    ...impersonators(assessment)
      // Logging in as an administrator from a pool is the administrator's own way; an unrestricted pool is another rule's.
      .filter(({ throughAdministrator, ref }) => !throughAdministrator || !isFederated(ref))
      .map(impersonatorViolation),
    ...unresolvedGrants(assessment).map((found) => ({
      urn: found.grant.urn,
      message: unresolvedGrantMessage(found),
      account: addressOf(found.segment),
      role: found.role,
      scope: scopeText(found.grant.scope),
    })),
  ],
};

export function impersonatorViolation(found: Impersonator): Violation {
  const { segment, impersonation, member } = found;
  return {
    urn: impersonation.grant.urn,
    message: impersonatorMessage(found),
    account: addressOf(segment),
    role: impersonation.role,
    scope: scopeText(impersonation.scope),
    permissions: impersonation.permissions,
    ...(impersonation.account === undefined || member === undefined
      ? {}
      : { about: [segment.identity, member, impersonation.role].join(" ") }),
  };
}

function isFederated(ref: Impersonator["ref"]): boolean {
  return ref.kind === "named" && ref.member.kind === "federated";
}

/** Somebody who can act as Segment's account, in words. */
export function impersonatorMessage({ segment, member, impersonation, target, steps }: Impersonator): string {
  const who = member === undefined ? "Somebody who is not known yet" : printable(member);
  const ours = printable(segment.member);
  const held = `${who} ${holds(impersonation)}${narrows(impersonation)}, with which it can act as`;
  const via = steps > 1 ? ` by way of ${steps - 1} more` : "";
  const onward = steps === 0 ? "" : `, which can act as ${ours}${via}`;
  if (impersonation.account !== undefined)
    return steps === 0
      ? `${held} ${ours}; take the role away: Segment uses the account's key, and nobody else is to use the account.`
      : `${held} ${printable(target.member)}${onward}; remove one of the roles on the way.`;
  return `${held} every service account below, ${printable(target.member)} among them${onward}, without being an administrator of the project; grant the role on the accounts that it is meant for.`;
}

export function unresolvedGrantMessage({ segment, grant, role, member }: UnresolvedGrant): string {
  return `${printable(member)} holds ${printable(role)} on ${place(grant.scope)}, a custom role that this stack does not make, so that it may act as ${printable(segment.member)}; make the role in this stack, or grant one whose permissions are known.`;
}
