import { scopeText } from "../iam/scope";
import { type Impersonator, impersonators } from "../impersonation/incoming";
import { type UnresolvedGrant, unresolvedGrants } from "../impersonation/undeterminedImpersonators";
import { printable } from "../stack/text";
import type { FindingText, Rule, Violation } from "./rule";
import { addressOf, capital, holds, named, type Naming, naming, place } from "./text";

export const impersonableByOthers: Rule = {
  id: "impersonable-by-others",
  title: "Nobody else acts as Segment's account",
  description:
    "Rejects anyone who can act as Segment's account: named for it on the account itself, an identity of a workload pool included, or holding such a role on the project or above without being the project's administrator; directly or through other accounts. Basic roles above the account are not reported.",
  level: "mandatory",
  severity: "high",
  cis: "1.6",
  tags: ["iam", "impersonation"],
  remediation: "Remove the role, or grant it on the accounts that it is meant for instead of the project.",
  url: "https://cloud.google.com/iam/docs/best-practices-service-accounts",
  find: (assessment) => {
    const names = naming(assessment);
    return [
      ...impersonators(assessment)
        // Logging in as an administrator from a pool is the administrator's own way; an unrestricted pool is another rule's.
        .filter(({ throughAdministrator, ref }) => !throughAdministrator || !isFederated(ref))
        .map((found) => impersonatorViolation(found, names)),
      ...unresolvedGrants(assessment).map((found) => ({
        urn: found.grant.urn,
        account: addressOf(found.segment),
        role: found.role,
        scope: scopeText(found.grant.scope),
        text: () => unresolvedText(found, names),
      })),
    ];
  },
};

export function impersonatorViolation(found: Impersonator, names: Naming): Violation {
  const { segment, impersonation, member } = found;
  return {
    urn: impersonation.grant.urn,
    account: addressOf(segment),
    role: impersonation.role,
    scope: scopeText(impersonation.scope),
    permissions: impersonation.permissions,
    ...(impersonation.account === undefined || member === undefined
      ? {}
      : { about: [segment.identity, member, impersonation.role].join(" ") }),
    text: () => impersonatorText(found, names),
  };
}

function isFederated(ref: Impersonator["ref"]): boolean {
  return ref.kind === "named" && ref.member.kind === "federated";
}

function impersonatorText(found: Impersonator, names: Naming): FindingText {
  const { segment, member, impersonation, target, steps } = found;
  const who = member === undefined ? "somebody who is unknown until the update" : printable(member);
  const ours = names.account(segment);
  const what = `${named(impersonation.grant.resourceName)} grants ${who} ${holds(impersonation)}.`;
  const via = steps > 1 ? ` by way of ${steps - 1} more` : "";
  const last = steps === 0 ? ours : `${printable(target.member)}, which can act as ${ours}${via}`;
  if (impersonation.account === undefined)
    return {
      what,
      why: `${capital(who)} is not an administrator of the project, and can act as every service account there: as ${last}.`,
      fix: "grant the role on the accounts that it is meant for instead",
    };
  return {
    what,
    why:
      steps === 0
        ? `With it ${who} can act as ${ours}, which only Segment should use, by its key.`
        : `With it ${who} can act as ${last}.`,
    fix: steps === 0 ? "remove the grant" : "remove this grant, or the next one on the way",
  };
}

function unresolvedText({ segment, grant, role, member }: UnresolvedGrant, names: Naming): FindingText {
  return {
    what: `${named(grant.resourceName)} grants ${printable(member)} ${printable(role)} on ${place(grant.scope)}.`,
    why: `This stack does not create this custom role, so it may let its holder act as ${names.account(segment)}.`,
    fix: "create the role in this stack, or grant one whose permissions are known",
  };
}
