import { publicGrants } from "../access/publicAccess";
import { where, scopeText } from "../iam/scope";
import type { Rule } from "./rule";
import { addressOf, named, naming, roleText } from "./text";

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
  find: (assessment) => {
    const names = naming(assessment);
    return publicGrants(assessment).map(({ segment, grant, member }) => ({
      urn: grant.urn,
      account: addressOf(segment),
      role: roleText(grant.role),
      scope: scopeText(grant.scope),
      text: () => ({
        what: `${named(grant.resourceName)} grants ${member} ${roleText(grant.role)} on ${where(grant.scope)}.`,
        why: `It opens what ${names.who(segment)} works on to everybody.`,
        fix: "grant the role to the members that need it instead",
      }),
    }));
  },
};
