import type { Grant } from "../iam/grants";
import { scopeText, where } from "../iam/scope";
import type { Held } from "../impersonation/accounts";
import type { Impersonation } from "../impersonation/graph";
import {
  type ImpersonatedAccount,
  type ImpersonationPath,
  impersonationPaths,
} from "../impersonation/outgoing";
import { abridged, joined, printable } from "../stack/text";
import type { FindingText, Rule } from "./rule";
import { addressOf, capital, holds, named, type Naming, naming, place, roleText, throughText } from "./text";

export const impersonating: Rule = {
  id: "impersonates-others",
  title: "Segment's account acts as nobody else",
  description:
    "Rejects every role with which Segment's account can act as a service account, itself included: token creator, OpenID token creator, account user, workload identity user, key admin, account admin, API key binding admin and custom roles like them, on the account, the project or above, through any number of accounts.",
  level: "mandatory",
  severity: "critical",
  cis: "1.6",
  tags: ["iam", "impersonation", "privilege-escalation"],
  remediation: "Remove the role that the message names from Segment's account.",
  url: "https://cloud.google.com/iam/docs/service-account-permissions",
  find: (assessment) => {
    const names = naming(assessment);
    return impersonationPaths(assessment).map((path) => ({
      urn: path.first.grant.urn,
      account: addressOf(path.segment),
      role: path.impersonation.role,
      scope: scopeText(path.impersonation.scope),
      permissions: path.impersonation.permissions,
      text: () => pathText(path, names),
    }));
  },
};

/** What Segment's account can act as by one grant, in words. */
function pathText(path: ImpersonationPath, names: Naming): FindingText {
  const { segment, impersonation, itself, via, way, steps, holder } = path;
  const who = names.who(segment);
  const held = holds(impersonation);
  const by = named(impersonation.grant.resourceName);
  const to = (member: string) =>
    via.through === undefined
      ? `${by} grants ${member} ${held}`
      : `${by} grants ${held} to ${throughText(via.through)}, which includes ${member}`;
  const remove = way.length === 0 && via.through === undefined ? { remove: impersonation.role } : {};
  if (itself)
    return {
      what: `${to(who)}.`,
      why: "This is its own account: with the role it can create tokens and keys that outlive the key it has.",
      fix: "remove the grant",
      ...remove,
    };
  if (way.length === 0)
    return {
      what: `${to(who)}.`,
      why: `With it ${who} can act as ${targets(path)}.`,
      fix: "remove the grant",
      ...remove,
    };
  const more = steps - way.length;
  const others = way.map((account) => printable(account.member));
  return {
    what: `${capital(who)} can act by way of ${joined(more > 0 ? [...others, `${more} more`] : others)} as ${targets(path)}.`,
    why: `${to(printable(holder.member))}.`,
    fix: "remove one of the grants on the way",
  };
}

const shownAccounts = 3;

/** The accounts that can be acted as, each with what it holds. */
function targets({ impersonation, impersonated, deploys }: ImpersonationPath): string {
  const by = onlyActAs(impersonation)
    ? deploys === undefined
      ? " through anything that it may deploy (this stack shows no permission to deploy)"
      : ` through anything that it deploys (${deploys.permission} on ${where(deploys.grant.scope)})`
    : "";
  const listed = impersonated.slice(0, shownAccounts).map(withGrants);
  const more = impersonated.length - listed.length;
  const all = [...listed, ...(more > 0 ? [`${more} more`] : [])].join("; ");
  if (impersonation.account !== undefined)
    return all === "" ? `a service account that is unknown until the update${by}` : `${all}${by && `,${by}`}`;
  const every =
    impersonation.scope.kind === "project" ? "every service account there" : "every service account below";
  return all === "" ? `${every}${by}` : `${every}${by}, among them ${all}`;
}

function onlyActAs({ permissions }: Impersonation): boolean {
  return permissions.every((permission) => permission === "iam.serviceAccounts.actAs");
}

function withGrants({ account, holds: held }: ImpersonatedAccount): string {
  return `${printable(account.member)}, which holds ${heldText(held())}`;
}

function heldText(held: readonly Held<Grant>[]): string {
  const grants = [
    ...new Set(held.map(({ held: grant }) => `${roleText(grant.role)} on ${place(grant.scope)}`)),
  ];
  return grants.length === 0 ? "nothing by this stack's grants" : abridged(grants.sort());
}
