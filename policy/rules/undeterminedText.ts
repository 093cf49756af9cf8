import type { Undetermined } from "../access/undetermined";
import { where } from "../iam/scope";
import { abridged, joined, printable } from "../stack/text";
import type { FindingText } from "./rule";
import { byAlarm, grantsText, named, type Naming, roleText } from "./text";

/** What to do about a value that the update makes known. */
export const known = "use a value that is known before the update, or let the update judge it";

export function notJudged(unknown: readonly string[]): string {
  return `Its ${unknownText(unknown)}, so it is not judged yet.`;
}

export function factText(open: Undetermined, names: Naming): FindingText {
  switch (open.kind) {
    case "member": {
      const { grant, property } = open;
      return {
        what: `Whom ${named(grant.resourceName)} grants ${grant.role.kind === "unknown" ? "a role" : roleText(grant.role)} on ${where(grant.scope)} is unknown until the update.`,
        why: notJudged([property]),
        fix: known,
      };
    }
    case "project": {
      const { segment, grant, number } = open;
      return {
        what: `${named(grant.resourceName)} grants ${roleText(grant.role)} on ${where(grant.scope)} to all service accounts of project number ${number}.`,
        why: `Whether ${names.account(segment)} is among them cannot be determined: this stack creates no project with that number.`,
        fix: "create the project in this stack, or grant to the accounts that need it",
      };
    }
    case "membership": {
      const { membership, member } = open;
      const { resource, group } = membership;
      const into = group === undefined ? "" : ` into group:${printable(group)}`;
      const fix = "create the group in this stack, or let the update judge it";
      if (group !== undefined && member !== undefined)
        return {
          what: `${named(resource.name)} puts ${printable(member)}${into}.`,
          why: "This stack grants nothing to the group, and what others grant to it is not judged.",
          fix: "grant to the account itself, or judge the group's grants in this stack",
        };
      return {
        what:
          member === undefined
            ? `Whom ${named(resource.name)} puts${into || " into a group"} is unknown until the update.`
            : `Into which group ${named(resource.name)} puts ${printable(member)} is unknown until the update.`,
        why: "What the group is granted is not judged yet.",
        fix,
      };
    }
    case "role": {
      const { access, effective, property } = open;
      return {
        what: `Which role ${named(effective.grant.resourceName)} grants ${names.who(access.segment)} on ${where(effective.grant.scope)} is unknown until the update.`,
        why: notJudged([property]),
        fix: known,
      };
    }
    case "permissions": {
      const { access, effective, role } = open;
      return {
        what: `What ${printable(role)} allows ${names.who(access.segment)} on ${where(effective.grant.scope)} is not wholly known until the update.`,
        why: "Some of its permissions are unknown, so it is not judged yet.",
        fix: known,
      };
    }
    case "excessive": {
      const { access, effective, scope, role, possible, because } = open;
      const who = names.who(access.segment);
      return {
        what: `${grantsText(effective, scope, role, who)}.`,
        why: `Whether ${who} needs all of that (${abridged(byAlarm(possible))}) is unknown${
          because === "sources" ? ": no sources are declared" : ` until the update: ${unknownPart(open)}`
        }.`,
        fix:
          because === "sources"
            ? `set sources in the pack's config, and name ${where(scope)} if Segment reads it`
            : known,
      };
    }
  }
}

function unknownPart({ because, effective }: Undetermined & { kind: "excessive" }): string {
  return because === "condition" ? "its condition is unknown" : `its ${unknownText(effective.grant.unknown)}`;
}

function unknownText(parts: readonly string[]): string {
  return `${joined(parts.map(printable))} ${parts.length === 1 ? "is" : "are"} unknown`;
}
