import { assess } from "../../policy/access/assessment";
import { packConfig } from "../../policy/access/config";
import { excesses } from "../../policy/access/excess";
import { type Plain, toPlain } from "../../policy/stack/plain";
import type { GoogleProject } from "../googleProject/GoogleProject";
import { projectResources } from "../googleProject/projectResources";
import { findingsOf } from "../judgement/findings";
import { missingLines } from "../judgement/missingLines";
import type { Adoption, Setup } from "./adoption";
import { importsOf } from "./imports";
import { findAccount } from "./infer/findAccount";
import { inferSetup } from "./infer/inferSetup";
import { sourceText } from "./infer/inferSources";
import { notImported } from "./notImported";
import type { AdoptOptions } from "./options";
import { removalOf } from "../judgement/removal";

/**
 * Works out how a stack takes over what is there.
 *
 * @throws UsageError where Segment's account or the location cannot be determined
 */
export function makeAdoption(google: GoogleProject, options: AdoptOptions, now: Date): Adoption {
  const account = findAccount(google, options.serviceAccount);
  const resources = projectResources(google);
  const first = assess(resources, packConfig({ serviceAccounts: [account.email] }), now);
  const setup = inferSetup(google, account, first.accounts[0]?.effectiveGrants ?? [], options);

  const config = policyConfig(setup);
  const assessment = assess(resources, packConfig(config), now);
  const effectiveGrants = assessment.accounts[0]?.effectiveGrants ?? [];
  const { entries, made, taken } = importsOf(setup, effectiveGrants, options.name);
  const beyond = new Map<string, string[]>();
  for (const { effective, excessive, escalating } of excesses(assessment))
    beyond.set(effective.grant.urn, [
      ...(beyond.get(effective.grant.urn) ?? []),
      ...escalating,
      ...excessive,
    ]);
  const removals = effectiveGrants
    .filter(({ grant }) => !taken.has(grant.urn))
    .map((effective) => ({
      effective,
      removal: removalOf(effective, assessment.stack, [...new Set(beyond.get(effective.grant.urn))]),
    }));
  const { findings } = findingsOf(assessment, undefined);
  return {
    formatVersion: 1,
    setup,
    imports: entries,
    made,
    notImported: notImported(google, account, setup, effectiveGrants),
    excess: removals.filter(({ effective }) => beyond.has(effective.grant.urn)).map(({ removal }) => removal),
    superseded: removals
      .filter(({ effective: { grant, via } }) => !beyond.has(grant.urn) && via.through === undefined)
      .map(({ removal }) => removal),
    missing: missingLines(assessment),
    findings,
    unread: google.unread,
  };
}

/** The set-up as the policy pack is told of it. */
function policyConfig(setup: Setup): Plain {
  const { email, project, profile, readApi, location, sources, models, stateDataset } = setup;
  return toPlain({
    serviceAccounts: [email],
    profile,
    readApi,
    location,
    sources: sources.map(sourceText),
    models: models.map((one) => ({ dataset: `${one.project}.${one.dataset}`, operations: one.operations })),
    stateDataset: `${project}.${stateDataset.datasetId}`,
    segmentCreatesStateDataset: false,
    checkMissing: true,
  });
}
