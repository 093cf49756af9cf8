import { type Gap, gaps, type InVain, type Untrained, untrainedModels } from "../access/gaps";
import { sourceScope } from "../access/needs";
import { recommendRole } from "../access/recommendRole";
import { reaches, type Scope, scopeKey, scopeText, where } from "../iam/scope";
import { abridged, joined, printable } from "../stack/text";
import type { FindingText, Rule, Violation } from "./rule";
import { addressOf, grantFix, type Naming, naming, roleText } from "./text";

export const missing: Rule = {
  id: "missing-permissions",
  title: "Segment's account holds all that it needs",
  description:
    "Rejects a stack in which Segment would fail: a permission that it needs is granted nowhere, or only where it does nothing. Judged in the stack that makes the account, or where the config says `checkMissing`.",
  level: "mandatory",
  severity: "medium",
  tags: ["iam", "availability"],
  remediation:
    "Grant the role that the message names on the scope that it names, or remove the need from the declaration.",
  url: "https://segment.com/docs/connections/reverse-etl/reverse-etl-source-setup-guides/bigquery-setup/",
  find: (assessment) => {
    const names = naming(assessment);
    const missing = gaps(assessment)
      .filter(({ open }) => !open)
      .map((gap) => ({
        urn: gap.access.segment.account?.urn,
        account: addressOf(gap.access.segment),
        scope: scopeText(gap.scope),
        // Somebody disabled the account on purpose: what it lacks then must not stop an emergency update.
        ...(gap.because === "disabled" ? { level: "advisory" as const } : {}),
        permissions: lacking(gap),
        text: () => missingText(gap, names),
      }));
    return [...missing, ...untrainedModels(assessment).map((found) => untrainedViolation(found, names))];
  },
};

/** Nothing is lacking that is declared: what is lacking is the declaration. */
function untrainedViolation({ access: { segment }, models }: Untrained, names: Naming): Violation {
  const scope: Scope = { kind: "dataset", project: models.project, dataset: models.dataset };
  return {
    urn: segment.account?.urn,
    level: "advisory",
    account: addressOf(segment),
    scope: scopeText(scope),
    text: () => ({
      what: `${names.who(segment)} is declared to create BigQuery ML models in ${where(scope)}, and no source is declared.`,
      why: "A model is trained on data that the account reads.",
      fix: "declare as sources what the models are trained on",
    }),
  };
}

/** The permissions that are lacking, by name. */
export function lacking({ needs }: Gap): string[] {
  return [...new Set(needs.map(({ permission }) => permission))].sort();
}

function missingText(gap: Gap, names: Naming): FindingText {
  const { access, scope, needs } = gap;
  const permissions = lacking(gap);
  const reasons = joined([...new Set(needs.map(({ reason }) => reason))]);
  const what = `${names.who(access.segment)} lacks ${abridged(permissions)} on ${where(scope)}`;
  const why = `It needs ${permissions.length === 1 ? "this" : "these"} to ${reasons}.`;
  if (gap.because === "disabled")
    return {
      what: `${what}, because its account is disabled.`,
      why,
      fix: "enable the account, or remove it and its grants from the stack",
    };
  const grant = recommendRole(permissions, scope, access.segment.declared);
  return {
    what: `${what}.`,
    why: [why, ...new Set(gap.inVain.map(inVain))].join(" "),
    fix: `${grantFix(grant)} on ${where(scope)}${alternative(gap)}`,
    grant,
  };
}

function inVain({ effective, permission, why }: InVain): string {
  const { grant, condition } = effective;
  const given = `${roleText(grant.role)} gives ${permission} on ${where(grant.scope)}`;
  if (why === "scope") return `${given}, where it does nothing.`;
  return condition.kind === "never"
    ? `${given} only under a condition that never holds (${printable(condition.why)}).`
    : `${given}, but its condition leaves nothing of it.`;
}

/** How to need less, where that is a choice. */
function alternative({ access, scope, needs }: Gap): string {
  const { declared } = access.segment;
  if (needs.every(({ permission }) => permission.startsWith("bigquery.models."))) return "";
  if (scopeKey(scope) === scopeKey({ kind: "dataset", ...declared.stateDataset }))
    return ", or set segmentCreatesStateDataset if Segment creates it";
  // Not on the dataset of a source's table, which only has to be listed.
  const isSource = declared.sources?.some((source) => reaches(sourceScope(source), scope));
  return scope.kind !== "project" && isSource ? ", or remove the source from the declaration" : "";
}
