import type { AccountAccess, Assessment } from "../access/assessment";
import type { EffectiveGrant } from "../access/effectiveGrants";
import { catalogueSource } from "../facts/roles";
import { scopeKey, scopeText } from "../iam/scope";
import { printable } from "../stack/text";
import type { Rule } from "./rule";
import { addressOf, holds } from "./text";

export const unresolvedRole: Rule = {
  id: "unresolved-role",
  title: "What Segment's roles allow is known",
  description:
    "Rejects a role of Segment's account that neither the catalogue nor the stack holds; it is never taken for empty.",
  level: "mandatory",
  severity: "high",
  tags: ["iam", "least-privilege"],
  remediation:
    "Make the custom role in the same stack, grant a role that the catalogue holds, or refresh the catalogue.",
  url: "https://cloud.google.com/iam/docs/roles-overview",
  find: (assessment) =>
    unresolvedRoles(assessment).map((found) => ({
      urn: found.effective.grant.urn,
      message: unresolvedRoleMessage(found),
      account: addressOf(found.access.segment),
      role: found.role,
      scope: scopeText(found.effective.grant.scope),
    })),
};

export function unresolvedRoleMessage({ access, effective, role }: UnresolvedRole): string {
  const held = holds(effective, effective.grant.scope, role);
  const place = role.startsWith("roles/")
    ? `a predefined role that the catalogue of ${catalogueSource.readOn} does not hold: grant one that it holds, or refresh the catalogue`
    : "a custom role that this stack does not make: make it in this stack, or grant one whose permissions are known";
  return `${printable(access.segment.member)} ${held}, ${place}.`;
}

/** A role of Segment's that neither the catalogue nor the stack holds: what it allows is not known here. */
export interface UnresolvedRole {
  readonly access: AccountAccess;
  readonly effective: EffectiveGrant;
  readonly role: string;
}

export function unresolvedRoles({ accounts }: Assessment): UnresolvedRole[] {
  const found = new Map<string, UnresolvedRole>();
  for (const access of accounts) {
    for (const effective of access.effectiveGrants) {
      const { role, scope } = effective.grant;
      // On what Segment has nothing to do with any role is in excess: that is another finding.
      if (role.kind !== "unresolved" || scope.kind === "other" || effective.at.length === 0) continue;
      const key = `${access.segment.identity} ${role.name} ${scopeKey(scope)}`;
      if (!found.has(key)) found.set(key, { access, effective, role: role.name });
    }
  }
  return [...found.values()];
}
