import { assess, type Assessment } from "../../policy/access/assessment";
import { packConfig } from "../../policy/access/config";
import { accessRows } from "../../policy/accessTable";
import type { Resource } from "../../policy/stack/resource";
import { byRank, findingsOf, isImpersonation, missingLines } from "../judgement/findings";
import type { PolicySettings } from "../judgement/policySettings";
import { byState, grantLines, keyLines, permissionCells } from "./lines";
import { type AccountLine, type Report, type State, states } from "./report";

/** What a report is made of, wherever it was read. */
export interface Input {
  subject: Report["subject"];
  resources: readonly Resource[];
  settings: PolicySettings;
  incomplete: { subject: string; reason: string }[];
  /** @default - none */
  notRead?: string[];
}

/** Judges what was read, and puts all that the report shows into its documented shape. */
export function makeReport(
  { subject, resources, settings, incomplete, notRead = [] }: Input,
  now: Date,
): Report {
  const config = packConfig(settings.config);
  const assessment = assess(resources, config, now);
  const { findings, impersonation, exemptions } = findingsOf(assessment, settings.level);
  const grants = grantLines(assessment, accessRows(assessment), {
    atGoogle: subject.kind !== "stack" && subject.kind !== "state",
  });
  const missing = missingLines(assessment);
  const open = [...incomplete];
  if (assessment.accounts.length === 0) open.push(noAccount);
  const counts = counted(grants, missing);
  const asked = findings.filter(({ rule }) => rule === "undetermined").length;
  if (counts.undetermined + asked > 0) open.push(undetermined(counts.undetermined, asked));
  const rejected = findings.some(({ level }) => level === "mandatory");
  return {
    formatVersion: 1,
    subject,
    judgedAt: now.toISOString(),
    verdict: rejected ? "rejected" : open.length > 0 ? "incomplete" : "accepted",
    counts,
    accounts: accountLines(assessment),
    grants,
    missing,
    permissions: permissionCells(grants, missing),
    impersonation,
    keys: keyLines(assessment, packConfig(settings.config).maxKeyAgeDays),
    exemptions,
    findings,
    incomplete: open,
    notRead,
  };
}

const severity: readonly Report["verdict"][] = ["rejected", "incomplete", "accepted"];

/** Reports on the same subject, each on some of the accounts, as one. */
export function mergedReports(reports: readonly Report[]): Report {
  const [first, ...others] = reports;
  if (!first) throw new Error("There is no report to merge.");
  return others.reduce((all, one): Report => {
    const list = <K extends "accounts" | "grants" | "missing" | "permissions" | "keys" | "exemptions">(
      key: K,
    ): Report[K] => [...all[key], ...one[key]] as Report[K];
    const findings = distinct([...all.findings, ...one.findings]).sort(byRank);
    return {
      ...all,
      verdict: severity.find((verdict) => verdict === all.verdict || verdict === one.verdict) ?? all.verdict,
      counts: Object.fromEntries(
        states.map((state) => [state, all.counts[state] + one.counts[state]]),
      ) as Report["counts"],
      accounts: list("accounts"),
      grants: list("grants").sort(byState),
      missing: list("missing"),
      permissions: list("permissions"),
      keys: list("keys"),
      exemptions: list("exemptions"),
      impersonation: findings.filter(({ rule }) => isImpersonation(rule)),
      findings,
      incomplete: distinct([...all.incomplete, ...one.incomplete]),
    };
  }, first);
}

/** What several configs say alike is said once. */
function distinct<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** Unseen is not absent, and undetermined is not accepted. */
function undetermined(lines: number, findings: number): Input["incomplete"][number] {
  return {
    subject: "what is undetermined",
    reason: `${lines} of the grants and gaps, and ${findings} of the findings: what is granted, or whether Segment needs it, is not known yet`,
  };
}

const noAccount = {
  subject: "Segment's account",
  reason:
    "none was found: no SegmentBigQuery, and no service account whose id, display name or description says Segment; name it with serviceAccounts in the policy config",
};

function counted(grants: Report["grants"], missing: Report["missing"]): Report["counts"] {
  const counts = Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>;
  for (const { state } of grants) counts[state]++;
  for (const { state, permissions } of missing) counts[state] += permissions.length;
  return counts;
}

/** Segment's accounts with what is declared for each. */
function accountLines({ accounts }: Assessment): AccountLine[] {
  return accounts.map(({ segment: { member, account, declared } }) => ({
    member,
    disabled: account?.disabled === true,
    products: [...declared.products],
    destinations: (declared.destinations ?? []).map(({ project, dataset }) => `${project}.${dataset}`),
    segmentCreatesDestinations: declared.segmentCreatesDestinations === true,
    project: declared.project,
    profile: declared.profile,
    readApi: declared.readApi,
    sources:
      declared.sources?.map(({ project, dataset, table }) =>
        [project, dataset, table].filter((part) => part !== undefined).join("."),
      ) ?? null,
    stateDataset: `${declared.stateDataset.project}.${declared.stateDataset.dataset}`,
    segmentCreatesStateDataset: declared.segmentCreatesStateDataset,
    models: declared.models.map(({ project, dataset, operations }) => ({
      dataset: `${project}.${dataset}`,
      operations: [...operations],
    })),
  }));
}
