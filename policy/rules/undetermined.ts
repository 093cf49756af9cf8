import { gaps } from "../access/gaps";
import { undeterminedPublicGrants, type PublicGrant } from "../access/publicAccess";
import { type Undetermined, undeterminedFacts } from "../access/undetermined";
import type { Grant, Unreadable } from "../iam/grants";
import { where } from "../iam/scope";
import { type UndeterminedImpersonator, undeterminedImpersonators } from "../impersonation/incoming";
import { type UndeterminedPath, undeterminedPaths } from "../impersonation/outgoing";
import { type UnrestrictedPool, unrestrictedPools } from "../impersonation/pools";
import { abridged, joined, printable } from "../stack/text";
import { undeterminedGapMessage } from "./missing-permissions";
import { possibleLeaks } from "./keys/possibleLeaks";
import { defaultProducts, products } from "../facts/products";
import type { Assessment } from "../access/assessment";
import { glob } from "../stack/glob";
import type { Rule } from "./rule";
import { byAlarm, holds, roleText } from "./text";

export const undetermined: Rule = {
  id: "undetermined",
  title: "Nothing is left unjudged",
  description:
    "Lists what cannot be judged before more is known: values of a first preview, and scopes about which nobody has declared whether Segment is to read them.",
  level: "advisory",
  severity: "low",
  tags: ["iam", "preview"],
  remediation:
    "Declare `sources` in the config; what is not known before the update is judged in the update.",
  url: "https://www.pulumi.com/docs/iac/concepts/inputs-outputs/",
  find: (assessment) => {
    const possible = assessment.possible.map((account) => ({
      urn: account.urn,
      message: `Whether ${printable(account.name)} is Segment's account is unknown until the update, because its address is: what it holds is not judged; give it an id that is known, or name it in serviceAccounts.`,
    }));
    if (assessment.accounts.length === 0) return possible;
    const judgedAs = assessment.accounts
      .filter(({ segment }) => segment.component === undefined && !isConfigured(assessment, segment))
      .filter(({ segment }) => segment.declared.products !== defaultProducts)
      .map(({ segment }) => ({
        urn: segment.account?.urn,
        message: `${printable(segment.member)} is judged as ${joined(segment.declared.products.map((name) => products[name].title))}, because its name says so.`,
        fix: "set products in the pack's config",
      }));
    return [
      ...judgedAs,
      ...possible,
      ...possibleLeaks(assessment).map(({ urn, what, keys }) => ({
        urn,
        message: `Whether ${what} holds the private key (${keys}) of Segment's account is unknown until the update.`,
      })),
      ...undeterminedFacts(assessment).map((open) => ({
        urn: resourceOf(open),
        message: undeterminedMessage(open),
      })),
      ...assessment.unreadable
        .filter(({ unknown }) => unknown)
        .map((found) => ({ urn: found.urn, message: undeterminedPolicyMessage(found) })),
      ...undeterminedPublicGrants(assessment).map((open) => ({
        urn: open.grant.urn,
        message: undeterminedPublicMessage(open),
      })),
      ...gaps(assessment)
        .filter(({ open }) => open)
        .map((gap) => ({ urn: gap.access.segment.account?.urn, message: undeterminedGapMessage(gap) })),
      ...undeterminedImpersonators(assessment).map((open) => ({
        urn: open.grant.urn,
        message: undeterminedImpersonatorMessage(open),
      })),
      ...undeterminedPaths(assessment).map((open) => ({
        urn: open.grant.urn,
        message: undeterminedPathMessage(open),
      })),
      ...unrestrictedPools(assessment)
        .filter(({ unknown }) => unknown)
        .map((open) => ({ urn: open.provider.urn, message: undeterminedPoolMessage(open) })),
    ];
  },
};

function isConfigured({ config }: Assessment, { identity }: { readonly identity: string }): boolean {
  return [config, ...(config.accounts?.filter(({ account }) => glob(account)(identity)) ?? [])].some(
    ({ products: named }) => named !== undefined,
  );
}

function resourceOf(open: Undetermined): string {
  if (open.kind === "membership") return open.membership.resource.urn;
  return "grant" in open ? open.grant.urn : open.effective.grant.urn;
}

export function undeterminedPublicMessage({ segment, grant, member }: PublicGrant): string {
  const { role, scope } = grant;
  const what = role.kind === "unknown" ? "a role" : printable(role.name);
  return `Whether ${member}, who gets ${what} on ${where(scope)}, is let in where ${printable(segment.member)} works is unknown until the update: ${unknownParts(grant)}.`;
}

export function undeterminedPolicyMessage({ resourceName, resourceType, property }: Unreadable): string {
  return `${printable(property)} of ${printable(resourceType)} ${printable(resourceName)} is not known before the update: whom it grants what is unknown until the update.`;
}

export function undeterminedMessage(open: Undetermined): string {
  switch (open.kind) {
    case "member": {
      const { grant, property } = open;
      const role = grant.role.kind === "unknown" ? "a role" : printable(grant.role.name);
      return `Whom ${printable(grant.resourceName)} grants ${role} on ${where(grant.scope)} is unknown until the update: its ${property} is not known before the update.`;
    }
    case "project": {
      const { segment, grant, number } = open;
      return `Whether ${printable(segment.member)} is among all service accounts of project number ${number}, to whom ${printable(grant.resourceName)} grants ${roleText(grant.role)} on ${where(grant.scope)}, cannot be determined: this stack makes no project of that number; make it here, or grant to the accounts that need it.`;
    }
    case "membership": {
      const { membership, member } = open;
      const who = member === undefined ? "Whom" : "Into which group";
      const what =
        member === undefined
          ? `puts into ${membership.group === undefined ? "which group" : `group:${printable(membership.group)}`}`
          : `puts ${printable(member)}`;
      return `${who} ${printable(membership.resource.name)} ${what} is unknown until the update, so that what the group is granted is not judged: make the group in this stack, or wait for the update.`;
    }
    case "role": {
      const { access, effective, property } = open;
      return `Which role ${printable(access.segment.member)} gets on ${where(effective.grant.scope)} by ${printable(effective.grant.resourceName)} is unknown until the update: its ${property} is not known before the update.`;
    }
    case "permissions": {
      const { access, effective, role } = open;
      return `What ${printable(role)} allows ${printable(access.segment.member)} on ${where(effective.grant.scope)} is not wholly known until the update: some of its permissions are not known before the update.`;
    }
    case "excessive": {
      const { access, effective, scope, role, possible } = open;
      return `${printable(access.segment.member)} ${holds(effective, scope, role)}; whether it needs all of that (${abridged(byAlarm(possible))}) is unknown until the update: ${because(open)}.`;
    }
  }
}

function because({ because, effective, scope }: Undetermined & { kind: "excessive" }): string {
  switch (because) {
    case "sources":
      return `no sources are declared; set sources in the pack's config, and name ${where(scope)} if Segment is to read it`;
    case "condition":
      return `the condition of ${printable(effective.grant.resourceName)} is not known before the update`;
    case "scope":
      return unknownParts(effective.grant);
  }
}

function unknownParts({ unknown, resourceName }: Grant): string {
  return `${joined(unknown)} of ${printable(resourceName)} ${unknown.length === 1 ? "is" : "are"} not known before the update`;
}

export function undeterminedImpersonatorMessage({
  segment,
  grant,
  property,
  target,
}: UndeterminedImpersonator): string {
  const whom = [segment, ...(target === undefined ? [] : [target])].map(({ member }) => printable(member));
  return `Who can act as ${whom.reverse().join(", which can act as ")} by ${printable(grant.resourceName)} is unknown until the update: its ${printable(property)} is not known before the update.`;
}

export function undeterminedPathMessage({ segment, account, grant, property }: UndeterminedPath): string {
  return `Whom ${printable(segment.member)} can act as over ${printable(account.member)} by ${printable(grant.resourceName)} is unknown until the update: its ${printable(property)} is not known before the update.`;
}

export function undeterminedPoolMessage({ segment, provider, pool }: UnrestrictedPool): string {
  return `Whether everybody can enter workload identity pool ${printable(pool)}, which can act as ${printable(segment.member)}, is unknown until the update: attributeCondition of ${printable(provider.name)} is not known before the update.`;
}
