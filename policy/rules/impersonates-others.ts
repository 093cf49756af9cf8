import type { Grant } from "../iam/grants";
import { where, scopeText } from "../iam/scope";
import type { Held } from "../impersonation/accounts";
import {
  type ImpersonatedAccount,
  type ImpersonationPath,
  impersonationPaths,
} from "../impersonation/outgoing";
import type { Impersonation } from "../impersonation/permissions";
import { joined, printable } from "../stack/text";
import { holds, narrows, place, roleOf } from "./impersonationText";
import type { Rule } from "./rule";
import { addressOf, roleText } from "./text";

export const impersonating: Rule = {
  id: "impersonates-others",
  title: "Segment's account acts as nobody else",
  description:
    "Rejects every role with which Segment's account can act as a service account, itself included: token creator, OpenID token creator, account user, workload identity user, key admin, account admin, API key binding admin and custom roles like them, on the account, the project or above, over any number of accounts.",
  level: "mandatory",
  severity: "critical",
  cis: "1.6",
  tags: ["iam", "impersonation", "privilege-escalation"],
  remediation: "Take the role that the message names away from Segment's account.",
  url: "https://cloud.google.com/iam/docs/service-account-permissions",
  find: (assessment) =>
    impersonationPaths(assessment).map((path) => ({
      urn: path.first.grant.urn,
      message: pathMessage(path),
      account: addressOf(path.segment),
      role: path.impersonation.role,
      scope: scopeText(path.impersonation.scope),
      permissions: path.impersonation.permissions,
    })),
};

/** What Segment's account can borrow by one grant, in words. */
export function pathMessage(path: ImpersonationPath): string {
  const { segment, impersonation, itself, via, way, steps, holder } = path;
  const member = printable(segment.member);
  const through = via.through === undefined ? "" : ` through ${printable(via.through)}`;
  if (itself)
    return `${member} holds ${roleOf(impersonation)} on itself${through}${narrows(impersonation)}, with which it can make itself tokens or keys that outlive the key that Segment has; take the role away.`;
  if (way.length === 0)
    return `${member} ${holds(impersonation)}${through}${narrows(impersonation)}, with which it can act as ${targets(path)}; take the role away: Segment acts as itself alone.`;
  const more = steps - way.length;
  const others = way.map((account) => printable(account.member));
  const by = joined(more > 0 ? [...others, `${more} more`] : others);
  return `${member} can act by way of ${by} as ${targets(path)}: ${printable(holder.member)} ${holds(impersonation)}${through}${narrows(impersonation)}; remove one of the roles on the way.`;
}

const shownAccounts = 5;

const shownGrants = 20;

/** The accounts that can be acted as, each with all that it holds. */
function targets({ impersonation, impersonated, deploys }: ImpersonationPath): string {
  const by = onlyActAs(impersonation)
    ? deploys === undefined
      ? " through anything that it may deploy (no permission to deploy is seen in this stack)"
      : ` through anything that it deploys (${deploys.permission} on ${where(deploys.grant.scope)})`
    : "";
  const listed = impersonated.slice(0, shownAccounts).map(withGrants);
  const more = impersonated.length - listed.length;
  const all = [...listed, ...(more > 0 ? [`${more} more`] : [])].join("; ");
  if (impersonation.account !== undefined)
    return all === "" ? `a service account that is not known yet${by}` : `${all}${by && `,${by}`}`;
  const every =
    impersonation.scope.kind === "project" ? "every service account there" : "every service account below";
  return all === "" ? `${every}${by}` : `${every}${by}, among them ${all}`;
}

function onlyActAs({ permissions }: Impersonation): boolean {
  return permissions.every((permission) => permission === "iam.serviceAccounts.actAs");
}

function withGrants({ account, holds: held }: ImpersonatedAccount): string {
  return `${printable(account.member)}, which holds ${grantsText(held())}`;
}

function grantsText(held: readonly Held<Grant>[]): string {
  const grants = [
    ...new Set(held.map(({ held: grant }) => `${roleText(grant.role)} on ${place(grant.scope)}`)),
  ];
  if (grants.length === 0) return "nothing by this stack's grants";
  const sorted = grants.sort();
  const more = sorted.length - shownGrants;
  return joined(more > 0 ? [...sorted.slice(0, shownGrants), `${more} more`] : sorted);
}
