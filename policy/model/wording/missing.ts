import { catalogueRole } from "../../knowledge/catalogue";
import {
  documentedProjectRoles,
  documentedSourceRole,
  documentedStateRole,
  smallestJobRole,
  smallestReadSessionRole,
} from "../../knowledge/documentedRoles";
import { sourceScope } from "../needs";
import { reaches } from "../scope";
import type { Gap, InVain } from "../verdicts/missing";
import { joined, printable, roleText } from "./lists";
import { placeOf, where } from "./places";

/** What an account lacks on one scope, in words. */
export function missingMessage(gap: Gap): string {
  const { assessed, scope, needs } = gap;
  const member = printable(assessed.subject.member);
  const permissions = joined([...new Set(needs.map(({ permission }) => permission))].sort());
  const reasons = joined([...new Set(needs.map(({ reason }) => reason))]);
  if (gap.because === "disabled") {
    return `${member} is disabled, so that it lacks ${permissions} on ${where(scope)}, needed to ${reasons}; enable the account, or take it and its grants out of the stack.`;
  }
  const vain = [...new Set(gap.inVain.map(inVain))].join("");
  return `${member} lacks ${permissions} on ${where(scope)}, needed to ${reasons}${vain}; ${remedy(gap)}.`;
}

/** The same where something that is not known yet may fill the gap. */
export function openGapMessage({ assessed, scope, needs }: Gap): string {
  const permissions = joined([...new Set(needs.map(({ permission }) => permission))].sort());
  return `Whether ${printable(assessed.subject.member)} has ${permissions} on ${where(scope)} cannot be told yet: a grant that may hold them has parts that are not known before the update.`;
}

function inVain({ holding, permission, why }: InVain): string {
  const { grant, condition } = holding;
  const given = `${roleText(grant.role)} gives ${permission} on ${where(grant.scope)}`;
  if (why === "scope") return `; ${given}, where it does nothing`;
  return condition.kind === "never"
    ? `; ${given} only under a condition that never holds (${printable(condition.why)})`
    : `; ${given}, of which its condition leaves nothing`;
}

/** The smallest predefined role that the profile accepts on the project and that holds all that is lacking. */
function projectRole({ assessed, needs }: Gap): string | undefined {
  const documented = assessed.subject.declared.profile === "documented" ? documentedProjectRoles : [];
  return [smallestJobRole, smallestReadSessionRole, ...documented].find((role) =>
    needs.every(({ permission }) => catalogueRole(role)?.permissions.includes(permission)),
  );
}

function remedy(gap: Gap): string {
  const { assessed, scope, needs } = gap;
  const { declared } = assessed.subject;
  const custom = "a custom role with these permissions";
  const ofModels = needs.every(({ permission }) => permission.startsWith("bigquery.models."));
  if (!ofModels && placeOf(declared, scope) === "state")
    return `grant ${documentedStateRole} there, or ${custom}; or, if Segment is to make the dataset itself, declare segmentCreatesStateDataset`;
  // Not on the dataset of a source's table, which only has to be listed.
  const isSource = declared.sources?.some((source) => reaches(sourceScope(source), scope));
  if (!ofModels && scope.kind !== "project" && isSource)
    return `grant ${documentedSourceRole} there, or ${custom}; or take the source out of the declaration`;
  const isHome = scope.kind === "project" && scope.project === declared.project;
  const role = isHome ? projectRole(gap) : undefined;
  return role === undefined ? `grant ${custom} there` : `grant ${role} there, or ${custom}`;
}
