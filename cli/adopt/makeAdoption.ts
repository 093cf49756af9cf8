import { assess } from "../../policy/access/assessment";
import { packConfig } from "../../policy/access/config";
import type { EffectiveGrant } from "../../policy/access/effectiveGrants";
import { excesses } from "../../policy/access/excess";
import { undeterminedFacts } from "../../policy/access/undetermined";
import { scopeText } from "../../policy/iam/scope";
import { type Plain, toPlain } from "../../policy/stack/plain";
import { records, text } from "../google/json";
import type { Account, GoogleProject } from "../googleProject/GoogleProject";
import { projectResources } from "../googleProject/projectResources";
import { findingsOf, missingLines } from "../judgement/findings";
import { removalOf } from "../judgement/removal";
import type { Adoption, NotImported, Setup } from "./adoption";
import { importsOf } from "./imports";
import { findAccount, inferSetup } from "./inferSetup";
import { sourceText } from "./inferSources";
import type { AdoptOptions } from "./options";

/**
 * Works out how a stack imports what is there.
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
  const open = new Set(
    undeterminedFacts(assessment).flatMap((fact) => ("effective" in fact ? [fact.effective.grant.urn] : [])),
  );
  const rest = removals.filter(({ effective: { grant } }) => !beyond.has(grant.urn));
  const { findings } = findingsOf(assessment, undefined);
  return {
    formatVersion: 1,
    setup,
    imports: entries,
    made,
    notImported: notImported(google, account, setup, effectiveGrants),
    excess: removals.filter(({ effective }) => beyond.has(effective.grant.urn)).map(({ removal }) => removal),
    undetermined: rest.filter(({ effective }) => open.has(effective.grant.urn)).map(({ removal }) => removal),
    superseded: rest
      .filter(({ effective: { grant, via } }) => !open.has(grant.urn) && via.through === undefined)
      .map(({ removal }) => removal),
    missing: missingLines(assessment),
    findings,
    unread: google.unread,
  };
}

/** The set-up as the policy pack is told of it. */
function policyConfig(setup: Setup): Plain {
  const {
    email,
    project,
    products,
    profile,
    readApi,
    location,
    sources,
    models,
    destinations,
    stateDataset,
  } = setup;
  return toPlain({
    serviceAccounts: [email],
    products,
    profile,
    readApi,
    location,
    sources: sources.map(sourceText),
    models: models.map((one) => ({ dataset: `${one.project}.${one.dataset}`, operations: one.operations })),
    destinations: destinations.map((dataset) => `${project}.${dataset}`),
    ...(stateDataset && { stateDataset: `${project}.${stateDataset.datasetId}` }),
    segmentCreatesStateDataset: false,
    checkMissing: true,
  });
}

/** What is there and cannot become part of the stack, each with the way out. */
function notImported(
  google: GoogleProject,
  account: Account,
  setup: Setup,
  effectiveGrants: readonly EffectiveGrant[],
): NotImported[] {
  return [
    ...keys(account, setup),
    ...customRoles(effectiveGrants),
    ...authorized(google),
    ...conditional(effectiveGrants),
  ];
}

/** Google gives a key's private half once, when it is created, so no provider can read it back. */
function keys({ keys }: Account, { secret }: Setup): NotImported[] {
  return keys.map((key) => ({
    what: `key ${text(key["name"])?.split("/").at(-1) ?? ""}, made ${text(key["validAfterTime"])?.slice(0, 10) ?? "at an unknown time"}`,
    wayOut: `the stack makes a new key in secret ${secret.id}; give that to Segment, test the connection, then disable and delete this one`,
  }));
}

/** The stack's custom roles end in random digits of its own, so a role made by hand is not one of them. */
function customRoles(effectiveGrants: readonly EffectiveGrant[]): NotImported[] {
  const names = new Set(
    effectiveGrants.flatMap(({ grant: { role } }) =>
      role.kind === "known" && role.origin === "custom" ? [role.name] : [],
    ),
  );
  return [...names].map((name) => ({
    what: `custom role ${name}`,
    wayOut:
      "the stack makes its own roles next to it, under ids with random digits; once it is up, remove the grants of this one and, where nobody else holds it, the role",
  }));
}

/** An authorized view, routine or dataset is an entry of the access list that has no member. */
function authorized({ datasets }: GoogleProject): NotImported[] {
  return datasets.flatMap(({ project, id, resource }) => {
    const entries = records(resource["access"]).filter(
      (entry) => "view" in entry || "routine" in entry || "dataset" in entry,
    );
    if (entries.length === 0) return [];
    const many =
      entries.length === 1
        ? "an authorized view, routine or dataset"
        : `${entries.length} authorized views, routines or datasets`;
    return [
      {
        what: `${many} on dataset ${project}.${id}`,
        wayOut:
          "DatasetAccess has no import; the entry stays as it is, because the stack adds members and never writes the list. To manage it, write a DatasetAccess of its own: creating it again changes nothing at Google",
      },
    ];
  });
}

function conditional(effectiveGrants: readonly EffectiveGrant[]): NotImported[] {
  return effectiveGrants
    .filter(({ grant, via }) => grant.condition !== null && via.through === undefined)
    .map(({ grant }) => ({
      what: `the grant of ${grant.role.kind === "unknown" ? "a role" : grant.role.name} on ${scopeText(grant.scope)}, which has a condition`,
      wayOut:
        "the stack grants without conditions, at narrower scopes instead; remove this one once the stack is up",
    }));
}
