import type { Borrower, ForeignGrant } from "../borrowing/borrowers";
import type { Held } from "../borrowing/heldBy";
import type { Borrowed, Loan } from "../borrowing/loans";
import type { OpenBorrower } from "../borrowing/openBorrowers";
import type { OpenPool } from "../borrowing/openPools";
import type { Power } from "../borrowing/power";
import type { Grant } from "../grants";
import type { Scope } from "../scope";
import { joined, printable, roleText } from "./lists";
import { where } from "./places";

/** What Segment's account can borrow by one grant, in words. */
export function loanMessage(loan: Loan): string {
  const { subject, power, itself, via, way, steps, holder } = loan;
  const member = printable(subject.member);
  const through = via.through === undefined ? "" : ` through ${printable(via.through)}`;
  if (itself)
    return `${member} holds ${roleOf(power)} on itself${through}${narrows(power)}, with which it can make itself tokens or keys that outlive the key that Segment has; take the role away.`;
  if (way.length === 0)
    return `${member} ${holds(power)}${through}${narrows(power)}, with which it can act as ${targets(loan)}; take the role away: Segment acts as itself alone.`;
  const more = steps - way.length;
  const others = way.map((account) => printable(account.member));
  const path = joined(more > 0 ? [...others, `${more} more`] : others);
  return `${member} can act by way of ${path} as ${targets(loan)}: ${printable(holder.member)} ${holds(power)}${through}${narrows(power)}; take one of the roles on the way away.`;
}

function holds(power: Power): string {
  return `holds ${roleOf(power)} on ${place(power.scope)}`;
}

/** The scope in words; an account whose address is not known yet by the name of its resource. */
function place(scope: Scope): string {
  if (scope.kind !== "serviceAccount" || !scope.email.startsWith("urn:")) return where(scope);
  return `service account ${printable(scope.email.slice(scope.email.lastIndexOf("::") + 2))} (address not known yet)`;
}

/** The role, and of a custom one the permissions that count here. */
function roleOf({ role, written }: Power): string {
  return written.length === 0 ? printable(role) : `${printable(role)} (${joined(written.map(printable))})`;
}

function narrows({ note }: Power): string {
  return note === undefined ? "" : ` (its condition narrows nothing: ${printable(note)})`;
}

const shownAccounts = 5;
const shownGrants = 20;

/** The accounts that can be acted as, each with all that it holds. */
function targets({ power, borrowed, deploys }: Loan): string {
  const by = onlyActAs(power)
    ? deploys === undefined
      ? " through anything that it may deploy (no permission to deploy is seen in this stack)"
      : ` through anything that it deploys (${deploys.permission} on ${where(deploys.grant.scope)})`
    : "";
  const listed = borrowed.slice(0, shownAccounts).map(withHoldings);
  const more = borrowed.length - listed.length;
  const all = [...listed, ...(more > 0 ? [`${more} more`] : [])].join("; ");
  if (power.account !== undefined)
    return all === "" ? `a service account that is not known yet${by}` : `${all}${by && `,${by}`}`;
  const every =
    power.scope.kind === "project" ? "every service account there" : "every service account below";
  return all === "" ? `${every}${by}` : `${every}${by}, among them ${all}`;
}

function onlyActAs({ permissions }: Power): boolean {
  return permissions.every((permission) => permission === "iam.serviceAccounts.actAs");
}

function withHoldings({ account, holds: held }: Borrowed): string {
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

/** Somebody who can act as Segment's account, in words. */
export function borrowerMessage({ subject, member, power, target, steps }: Borrower): string {
  const who = member === undefined ? "Somebody who is not known yet" : printable(member);
  const ours = printable(subject.member);
  const held = `${who} ${holds(power)}${narrows(power)}, with which it can act as`;
  const via = steps > 1 ? ` by way of ${steps - 1} more` : "";
  const onward = steps === 0 ? "" : `, which can act as ${ours}${via}`;
  if (power.account !== undefined)
    return steps === 0
      ? `${held} ${ours}; take the role away: Segment uses the account's key, and nobody else is to use the account.`
      : `${held} ${printable(target.member)}${onward}; take one of the roles on the way away.`;
  return `${held} every service account below, ${printable(target.member)} among them${onward}, without being an administrator of the project; grant the role on the accounts that it is meant for.`;
}

export function foreignGrantMessage({ subject, grant, role, member }: ForeignGrant): string {
  return `${printable(member)} holds ${printable(role)} on ${place(grant.scope)}, a custom role that this stack does not make, so that it may act as ${printable(subject.member)}; make the role in this stack, or grant one whose permissions are known.`;
}

export function openBorrowerMessage({ subject, grant, property }: OpenBorrower): string {
  return `Who can act as ${printable(subject.member)} by ${printable(grant.resourceName)} cannot be told yet: its ${printable(property)} is not known before the update.`;
}

export function openPoolMessage({ subject, provider, pool }: OpenPool): string {
  return `Workload identity pool provider ${printable(provider.name)} has no attribute condition, so that whomever its issuer vouches for enters pool ${printable(pool)}, which can act as ${printable(subject.member)}; set attributeCondition to the identities that are meant, or take the pool's role on the account away.`;
}

export function openPoolConditionMessage({ subject, provider, pool }: OpenPool): string {
  return `Whether everybody can enter workload identity pool ${printable(pool)}, which can act as ${printable(subject.member)}, cannot be told yet: attributeCondition of ${printable(provider.name)} is not known before the update.`;
}
