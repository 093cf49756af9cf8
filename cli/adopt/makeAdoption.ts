import { assess } from "../../policy/model/assessment";
import { packConfig } from "../../policy/model/config";
import { toPlain, type Plain } from "../../policy/model/plain";
import { excesses } from "../../policy/model/verdicts/excess";
import { text } from "../google/json";
import { projectResources } from "../googleProject/projectResources";
import type { GoogleProject } from "../googleProject/GoogleProject";
import { findingsOf } from "../judgement/findings";
import type { PolicySetting } from "../judgement/policySettings";
import { missingLines } from "../judgement/missingLines";
import type { Adoption, Setup } from "./adoption";
import { importsOf } from "./imports";
import { findAccount } from "./infer/findAccount";
import { inferSetup } from "./infer/inferSetup";
import { sourceText } from "./infer/inferSources";
import { notImported } from "./notImported";
import type { AdoptOptions } from "./options";
import { removalOf } from "./removalOf";

/**
 * Works out how a stack takes over what is there.
 *
 * @throws UsageError where Segment's account or the location cannot be told
 */
export function makeAdoption(google: GoogleProject, options: AdoptOptions, now: Date): Adoption {
  const account = findAccount(google, options.serviceAccount);
  const resources = projectResources(google);
  const first = assess(resources, packConfig({ serviceAccounts: [account.email] }), now);
  const setup = inferSetup(google, account, first.accounts[0]?.holdings ?? [], options);

  const config = policyConfig(setup);
  const assessment = assess(resources, packConfig(config), now);
  const holdings = assessment.accounts[0]?.holdings ?? [];
  const { entries, made, taken } = importsOf(setup, holdings, options.name);
  const beyond = new Map<string, string[]>();
  for (const { holding, surplus, raising } of excesses(assessment))
    beyond.set(holding.grant.urn, [...(beyond.get(holding.grant.urn) ?? []), ...raising, ...surplus]);
  const removals = holdings
    .filter(({ grant }) => !taken.has(grant.urn))
    .map((holding) => ({
      holding,
      removal: removalOf(
        holding,
        assessment.stack.get(holding.grant.urn)?.props ?? {},
        (project, dataset) => locationOf(google, project, dataset),
        [...new Set(beyond.get(holding.grant.urn))],
      ),
    }));
  const setting: PolicySetting = { config };
  const { findings } = findingsOf(resources, { access: setting, keys: setting, hygiene: setting }, now);
  return {
    formatVersion: 1,
    setup,
    imports: entries,
    made,
    notImported: notImported(google, account, setup, holdings),
    excess: removals.filter(({ holding }) => beyond.has(holding.grant.urn)).map(({ removal }) => removal),
    superseded: removals
      .filter(({ holding: { grant, via } }) => !beyond.has(grant.urn) && via.through === undefined)
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
    judgeMissing: true,
  });
}

function locationOf(google: GoogleProject, project: string, dataset: string): string | undefined {
  const found = google.datasets.find((one) => one.project === project && one.id === dataset);
  return text(found?.resource["location"]);
}
