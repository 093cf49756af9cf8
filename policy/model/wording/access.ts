import { catalogueSource } from "../../knowledge/catalogue";
import type { Grant, Unreadable } from "../grants";
import type { Open } from "../verdicts/cannotTell";
import type { ForeignRole } from "../verdicts/foreignRoles";
import type { PublicGrant } from "../verdicts/publicAccess";
import type { UnallowedSource } from "../verdicts/unallowedSources";
import { abridged, byAlarm, joined, printable, roleText } from "./lists";
import { holds, where } from "./places";

export function foreignRoleMessage({ assessed, holding, role }: ForeignRole): string {
  const held = holds(holding, holding.grant.scope, role);
  const place = role.startsWith("roles/")
    ? `a predefined role that the catalogue of ${catalogueSource.readOn} does not hold: grant one that it holds, or refresh the catalogue`
    : "a custom role that this stack does not make: make it in this stack, or grant one whose permissions are known";
  return `${printable(assessed.subject.member)} ${held}, ${place}.`;
}

export function publicMessage({ subject, grant, member }: PublicGrant): string {
  return (
    `${member} holds ${roleText(grant.role)} on ${where(grant.scope)}, which opens what ${printable(subject.member)} works on to everybody; ` +
    "grant it to the members that need it."
  );
}

export function openPublicMessage({ subject, grant, member }: PublicGrant): string {
  const { role, scope } = grant;
  const what = role.kind === "unknown" ? "a role" : printable(role.name);
  return `Whether ${member}, who gets ${what} on ${where(scope)}, is let in where ${printable(subject.member)} works cannot be told yet: ${openParts(grant)}.`;
}

export function unallowedSourceMessage({ subject, source, allowed }: UnallowedSource): string {
  const bounds =
    allowed.length === 0
      ? "none is"
      : `${joined(allowed.map(printable))} ${allowed.length === 1 ? "is" : "are"}`;
  return `${printable(source)} is declared as a source of ${printable(subject.member)}, which the organisation does not allow (${bounds} allowed); declare less, or have allowedSources changed.`;
}

export function unreadableMessage(found: Unreadable): string {
  const { resourceName, resourceType, property, why, names } = found;
  const remedy =
    names === undefined
      ? "Write it as the policy's JSON, or grant by members"
      : "Grant by an IAM resource instead";
  return `${printable(property)} of ${printable(resourceType)} ${printable(resourceName)} cannot be read: ${why}; whom it grants what is not known. ${remedy}.`;
}

export function openPolicyMessage({ resourceName, resourceType, property }: Unreadable): string {
  return `${printable(property)} of ${printable(resourceType)} ${printable(resourceName)} is not known before the update: whom it grants what cannot be told yet.`;
}

export function openMessage(open: Open): string {
  switch (open.kind) {
    case "member": {
      const { grant, property } = open;
      const role = grant.role.kind === "unknown" ? "a role" : printable(grant.role.name);
      return `Whom ${printable(grant.resourceName)} grants ${role} on ${where(grant.scope)} cannot be told yet: its ${property} is not known before the update.`;
    }
    case "project": {
      const { subject, grant, number } = open;
      return `Whether ${printable(subject.member)} is among all service accounts of project number ${number}, to whom ${printable(grant.resourceName)} grants ${roleText(grant.role)} on ${where(grant.scope)}, cannot be told: this stack makes no project of that number; make it here, or grant to the accounts that need it.`;
    }
    case "membership": {
      const { membership, member } = open;
      const who = member === undefined ? "Whom" : "Into which group";
      const what =
        member === undefined
          ? `puts into ${membership.group === undefined ? "which group" : `group:${printable(membership.group)}`}`
          : `puts ${printable(member)}`;
      return `${who} ${printable(membership.resource.name)} ${what} cannot be told yet, so that what the group is granted is not judged: make the group in this stack, or wait for the update.`;
    }
    case "role": {
      const { assessed, holding, property } = open;
      return `Which role ${printable(assessed.subject.member)} gets on ${where(holding.grant.scope)} by ${printable(holding.grant.resourceName)} cannot be told yet: its ${property} is not known before the update.`;
    }
    case "permissions": {
      const { assessed, holding, role } = open;
      return `What ${printable(role)} allows ${printable(assessed.subject.member)} on ${where(holding.grant.scope)} cannot be told wholly yet: some of its permissions are not known before the update.`;
    }
    case "surplus": {
      const { assessed, holding, scope, role, possible } = open;
      return `${printable(assessed.subject.member)} ${holds(holding, scope, role)}; whether it needs all of that (${abridged(byAlarm(possible))}) cannot be told yet: ${because(open)}.`;
    }
  }
}

function because({ because, holding, scope }: Open & { kind: "surplus" }): string {
  switch (because) {
    case "sources":
      return `no sources are declared; set sources in the pack's config, and name ${where(scope)} if Segment is to read it`;
    case "condition":
      return `the condition of ${printable(holding.grant.resourceName)} is not known before the update`;
    case "scope":
      return openParts(holding.grant);
  }
}

function openParts({ unknown, resourceName }: Grant): string {
  return `${joined(unknown)} of ${printable(resourceName)} ${unknown.length === 1 ? "is" : "are"} not known before the update`;
}
