import type { AccountAccess, Assessment } from "../access/assessment";
import type { EffectiveGrant } from "../access/effectiveGrants";
import { catalogueSource } from "../facts/roles";
import { scopeKey, scopeText } from "../iam/scope";
import type { FindingText, Rule } from "./rule";
import { addressOf, grantsText, type Naming, naming } from "./text";

export const unresolvedRole: Rule = {
  id: "unresolved-role",
  title: "What Segment's roles allow is known",
  description:
    "Rejects a role of Segment's account that neither the catalogue nor the stack holds; it never counts as empty.",
  level: "mandatory",
  severity: "high",
  tags: ["iam", "least-privilege"],
  remediation:
    "Create the custom role in the same stack, grant a role that the catalogue holds, or refresh the catalogue.",
  url: "https://cloud.google.com/iam/docs/roles-overview",
  find: (assessment) => {
    const names = naming(assessment);
    return unresolvedRoles(assessment).map((found) => ({
      urn: found.effective.grant.urn,
      account: addressOf(found.access.segment),
      role: found.role,
      scope: scopeText(found.effective.grant.scope),
      text: () => unresolvedText(found, names),
    }));
  },
};

function unresolvedText({ access, effective, role }: UnresolvedRole, names: Naming): FindingText {
  const predefined = role.startsWith("roles/");
  return {
    what: `${grantsText(effective, effective.grant.scope, role, names.who(access.segment))}.`,
    why: predefined
      ? `What it allows is unknown: the catalogue of ${catalogueSource.readOn} does not hold this predefined role.`
      : "What it allows is unknown: this stack does not create this custom role.",
    fix: predefined
      ? "grant a role that the catalogue holds, or run segment-bigquery refresh-roles"
      : "create the role in this stack, or grant one whose permissions are known",
  };
}

/** A role of Segment's that neither the catalogue nor the stack holds: what it allows is not known here. */
interface UnresolvedRole {
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
