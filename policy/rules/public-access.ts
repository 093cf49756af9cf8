import { type PublicGrant, publicGrants } from "../access/publicAccess";
import { where, scopeText } from "../iam/scope";
import { printable } from "../stack/text";
import type { Rule } from "./rule";
import { addressOf, roleText } from "./text";

export const publicAccess: Rule = {
  id: "public-access",
  title: "What Segment works on is not open to everybody",
  description:
    "Rejects a grant on Segment's project, a declared source or the state dataset to `allUsers`, `allAuthenticatedUsers`, or by a dataset access entry that names nobody.",
  level: "mandatory",
  severity: "critical",
  cis: "7.1",
  tags: ["iam", "public"],
  remediation: "Grant the role to the members that need it.",
  url: "https://cloud.google.com/iam/docs/principal-identifiers",
  find: (assessment) =>
    publicGrants(assessment).map((found) => ({
      urn: found.grant.urn,
      message: publicMessage(found),
      account: addressOf(found.segment),
      role: roleText(found.grant.role),
      scope: scopeText(found.grant.scope),
    })),
};

export function publicMessage({ segment, grant, member }: PublicGrant): string {
  return (
    `${member} holds ${roleText(grant.role)} on ${where(grant.scope)}, which opens what ${printable(segment.member)} works on to everybody; ` +
    "grant it to the members that need it."
  );
}
