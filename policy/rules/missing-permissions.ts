import { type Gap, gaps, type InVain, type Untrained, untrainedModels } from "../access/gaps";
import { sourceScope } from "../access/needs";
import {
  catalogueRole,
  documentedProjectRoles,
  documentedSourceRole,
  documentedStateRole,
  smallestJobRole,
  smallestReadSessionRole,
} from "../facts/roles";
import { reaches, type Scope, scopeText, where } from "../iam/scope";
import { joined, printable } from "../stack/text";
import type { Rule, Violation } from "./rule";
import { addressOf, placeOf, roleText } from "./text";

export const missing: Rule = {
  id: "missing-permissions",
  title: "Segment's account holds all that it needs",
  description:
    "Rejects a stack in which Segment would fail: a permission that it needs is granted nowhere, or only where it does nothing. Judged in the stack that makes the account, or where the config says `checkMissing`.",
  level: "mandatory",
  severity: "medium",
  tags: ["iam", "availability"],
  remediation:
    "Grant the permissions that the message names on the scope that it names, or take the need out of the declaration.",
  url: "https://segment.com/docs/connections/reverse-etl/reverse-etl-source-setup-guides/bigquery-setup/",
  find: (assessment) => [
    ...gaps(assessment)
      .filter(({ open }) => !open)
      .map((gap) => ({
        urn: gap.access.segment.account?.urn,
        message: missingMessage(gap),
        account: addressOf(gap.access.segment),
        scope: scopeText(gap.scope),
        // A disabled account is a statement: an emergency is not to be stopped by what it takes away.
        ...(gap.because === "disabled" ? { level: "advisory" as const } : {}),
        permissions: [...new Set(gap.needs.map(({ permission }) => permission))].sort(),
      })),
    ...untrainedModels(assessment).map(untrainedViolation),
  ],
};

/** Nothing is lacking that is declared: what is lacking is the declaration. */
function untrainedViolation({ access, models }: Untrained): Violation {
  const scope: Scope = { kind: "dataset", project: models.project, dataset: models.dataset };
  return {
    urn: access.segment.account?.urn,
    message: `${printable(access.segment.member)} is declared to create BigQuery ML models in ${where(scope)}, and no source is declared: a model is trained on data that the account reads.`,
    fix: "declare as sources what the models are trained on",
    level: "advisory",
    account: addressOf(access.segment),
    scope: scopeText(scope),
  };
}

/** What an account lacks on one scope, in words. */
export function missingMessage(gap: Gap): string {
  const { access, scope, needs } = gap;
  const member = printable(access.segment.member);
  const permissions = joined([...new Set(needs.map(({ permission }) => permission))].sort());
  const reasons = joined([...new Set(needs.map(({ reason }) => reason))]);
  if (gap.because === "disabled") {
    return `${member} is disabled, so that it lacks ${permissions} on ${where(scope)}, needed to ${reasons}; enable the account, or take it and its grants out of the stack.`;
  }
  const vain = [...new Set(gap.inVain.map(inVain))].join("");
  return `${member} lacks ${permissions} on ${where(scope)}, needed to ${reasons}${vain}; ${remedy(gap)}.`;
}

/** The same where something that is not known yet may fill the gap. */
export function undeterminedGapMessage({ access, scope, needs }: Gap): string {
  const permissions = joined([...new Set(needs.map(({ permission }) => permission))].sort());
  return `Whether ${printable(access.segment.member)} has ${permissions} on ${where(scope)} is unknown until the update: a grant that may hold them has parts that are not known before the update.`;
}

function inVain({ effective, permission, why }: InVain): string {
  const { grant, condition } = effective;
  const given = `${roleText(grant.role)} gives ${permission} on ${where(grant.scope)}`;
  if (why === "scope") return `; ${given}, where it does nothing`;
  return condition.kind === "never"
    ? `; ${given} only under a condition that never holds (${printable(condition.why)})`
    : `; ${given}, of which its condition leaves nothing`;
}

/** The smallest predefined role that the profile accepts on the project and that holds all that is lacking. */
function projectRole({ access, needs }: Gap): string | undefined {
  const documented = access.segment.declared.profile === "documented" ? documentedProjectRoles : [];
  return [smallestJobRole, smallestReadSessionRole, ...documented].find((role) =>
    needs.every(({ permission }) => catalogueRole(role)?.permissions.includes(permission)),
  );
}

function remedy(gap: Gap): string {
  const { access, scope, needs } = gap;
  const { declared } = access.segment;
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
