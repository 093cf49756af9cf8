import { configuredAccounts } from "../../policy/access/account";
import { assess, type Assessment } from "../../policy/access/assessment";
import { packConfig } from "../../policy/access/config";
import { type AccessRow, accessTable } from "../../policy/accessTable";
import { productNames } from "../../policy/facts/products";
import type { Diagnostic } from "../../policy/judge";
import type { StackResource } from "../offline/engine/stackResource";
import type { Incomplete } from "../offline/incomplete";
import { modelResources, plain } from "../offline/modelResources";
import type { OfflinePreview } from "../offline/offlinePreview";
import { isSecret, isWireObject, knownText, type WireValue } from "../offline/wire/wireValue";
import { bearsOnSegment } from "./bearing";
import { diagnosticsOf, findingsOf } from "./finding";
import { ownPack } from "./ownPack";
import type { AccessLine, PreviewedResource, PreviewResult, SegmentForm, Verdict } from "./previewResult";

/** A preview as it concerns Segment: verdict, findings, access. */
export function conclude(preview: OfflinePreview): PreviewResult {
  const { resources, settingsOf, redact, stopped, ...seen } = preview;
  const needs = plain(settingsOf(ownPack.name, ownPack.policy));
  const now = new Date();
  const model = modelResources(resources);
  const assessment = assess(model, packConfig(needs), now);
  // Where values go in a part of the program that was not reached, nobody knows.
  const incomplete = [
    ...seen.incomplete.filter((part) => stopped || bearsOnSegment(part, assessment)),
    ...unsettledAccounts(assessment),
  ];
  const judgedBySegment = seen.packs.some(({ name }) => name === ownPack.name);
  const own = seen.violations.some(({ pack }) => pack === ownPack.name);
  const diagnostics = own ? diagnosticsOf(model, assessment) : new Map<string, Diagnostic>();
  return {
    formatVersion: 1,
    project: seen.project,
    stack: seen.stack,
    verdict: verdictOf({
      rejected: seen.violations.some(({ level }) => level === "mandatory"),
      incomplete: incomplete.length > 0 || stopped,
      empty: judgedBySegment && assessment.accounts.length === 0,
    }),
    packs: seen.packs,
    resources: redact([...resources.values()].map(shown)),
    accounts: redact(assessment.accounts.map(({ segment }) => segment.member)),
    products: productNames.filter((name) =>
      assessment.accounts.some(({ segment }) => segment.declared.products.includes(name)),
    ),
    access: redact(accessLines(accessTable(model, needs, now))),
    violations: redact(findingsOf(seen.violations, diagnostics, resources)),
    remediations: seen.remediations,
    incomplete: incomplete.map(told),
    unknown: seen.incomplete.filter((part) => !incomplete.includes(part)).map(told),
    ...(seen.valuesTemplate === undefined ? {} : { valuesTemplate: seen.valuesTemplate }),
    segmentForms: redact(segmentForms(resources.values())),
    messages: seen.messages,
    output: seen.output,
  };
}

/** Where the config names accounts and the stack has none of them for certain, those that may be: nobody judges them. */
function unsettledAccounts({ accounts, possible, config }: Assessment): Incomplete[] {
  if (accounts.length > 0 || configuredAccounts(config).length === 0) return [];
  const reason =
    "its address, by which the policy config names Segment's account, is unknown until the update";
  return possible.map(({ urn }) => ({ subject: urn, reason }));
}

function told({ subject, reason }: Incomplete): Incomplete {
  return { subject, reason };
}

function verdictOf(of: { rejected: boolean; incomplete: boolean; empty: boolean }): Verdict {
  if (of.rejected) return "rejected";
  if (of.incomplete) return "incomplete";
  return of.empty ? "nothing-to-judge" : "accepted";
}

function shown(resource: StackResource): PreviewedResource {
  const { urn, type, name, parent, provider, custom, read, remote } = resource;
  return {
    urn,
    type,
    name,
    ...(parent === undefined ? {} : { parent }),
    ...(provider === undefined ? {} : { provider }),
    kind: remote ? "remote" : read ? "read" : custom ? "managed" : "component",
  };
}

/** The access table without what only the model itself needs. */
function accessLines(rows: readonly AccessRow[]): AccessLine[] {
  return rows.map((row) => ({
    ...row,
    state: row.excess.length > 0 ? "excess" : row.permissions.length === 0 ? "undetermined" : "ok",
    needed: row.needed.map(({ permission, reason }) => ({ permission, reason })),
  }));
}

const component = "segment-bigquery:index:SegmentBigQuery";

/** What to enter in Segment, as the stack's components state it. */
function segmentForms(resources: Iterable<StackResource>): SegmentForm[] {
  return [...resources].flatMap(({ type, outputs }) => {
    const form = bare(outputs.segmentForm);
    if (type !== component || !isWireObject(form)) return [];
    const steps = bare(form.steps);
    return {
      credentials: textOf(form.credentials, "the JSON key, once it is made"),
      dataLocation: textOf(form.dataLocation, "(known after the update)"),
      steps: Array.isArray(steps) ? steps.flatMap((step) => textOf(step, "") || []) : [],
    };
  });
}

function bare(value: WireValue | undefined): WireValue | undefined {
  return isSecret(value) ? bare(value.value) : value;
}

function textOf(value: WireValue | undefined, unknown: string): string {
  return knownText(value) ?? unknown;
}
