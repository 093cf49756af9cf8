import { assess } from "../../policy/access/assessment";
import { packConfig } from "../../policy/access/config";
import { accessTable } from "../../policy/accessTable";
import type { Diagnostic } from "../../policy/judge";
import type { StackResource } from "../offline/engine/stackResource";
import type { Incomplete } from "../offline/incomplete";
import { modelResources, plain } from "../offline/modelResources";
import type { OfflinePreview } from "../offline/offlinePreview";
import { bearsOnSegment } from "./bearing";
import { accessLines } from "./access";
import { diagnosticsOf, findingsOf } from "./finding";
import { ownPack } from "./ownPack";
import { segmentForms } from "./segmentForm";
import type { PreviewedResource, PreviewResult, Verdict } from "./previewResult";

/** What a preview comes to for Segment: verdict, findings, access. */
export function conclude(preview: OfflinePreview): PreviewResult {
  const { resources, settingsOf, redact, stopped, ...seen } = preview;
  const needs = plain(settingsOf(ownPack.name, ownPack.policy));
  const now = new Date();
  const model = modelResources(resources);
  const assessment = assess(model, packConfig(needs), now);
  const incomplete = seen.incomplete.filter((part) => bearsOnSegment(part, assessment));
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
