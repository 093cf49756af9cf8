import * as pulumi from "@pulumi/pulumi";
import type { SegmentBigQueryArgs } from "./args/args";
import { StateDatasetMode } from "./args/enums";
import type {
  ConnectionResult,
  DatasetResult,
  GrantResult,
  KeyResult,
  ModelsResult,
  NextStepResult,
  SegmentFormResult,
  SourceResult,
  StateDatasetResult,
} from "./args/results";
import {
  credentialsText,
  enteredKey,
  grantResults,
  keyResults,
  modelsResults,
  nextStepResult,
  placeResults,
  segmentFormResult,
  stateDatasetResult,
} from "./outputs";
import { isIn } from "./plan/places";
import { planFor } from "./plan/planFor";
import { enableApis, makeAccount } from "./resources/account";
import { Children, providerEnvironment } from "./resources/children";
import { changesOf, type Fixed } from "./resources/fixed";
import { makeGrants } from "./resources/grants";
import { keepKeys, type KeptKeys } from "./resources/keys/keys";
import { makeDataset } from "./resources/datasets";
import { checkOutputs, holdBack } from "./validate/outputs";
import type { Problem } from "./validate/problem";
import { acceptArgs } from "./validate/validate";

/**
 * Everything that Twilio Segment needs in Google Cloud to work with BigQuery, and nothing it does not need: a service
 * account, its grants on projects, datasets and tables, the dataset for the state of syncs, and a key kept in Secret
 * Manager.
 *
 * Throws `InputPropertiesError` with every bad argument at once.
 *
 * https://segment.com/docs/unify/linked-profiles/setup-guides/bigquery-setup/
 */
export class SegmentBigQuery extends pulumi.ComponentResource {
  /** Id of the project in which Segment runs its queries. */
  public readonly project: pulumi.Output<string>;
  /** BigQuery location of the data. */
  public readonly location: pulumi.Output<string>;
  /** How wide the grants are: a value of `Profile`. */
  public readonly profile: pulumi.Output<string>;
  /** How Segment reads query results: a value of `ReadApi`. */
  public readonly readApi: pulumi.Output<string>;
  /** Segment's products that use the connection: values of `Product`. */
  public readonly products: pulumi.Output<string[]>;
  /** What Segment may read. */
  public readonly sources: pulumi.Output<SourceResult[]>;
  /** Datasets with models that Segment may use. */
  public readonly models: pulumi.Output<ModelsResult[]>;
  /** Connections that remote models may use. */
  public readonly connections: pulumi.Output<ConnectionResult[]>;
  /** Buckets to which models may be exported, by name. */
  public readonly exportBuckets: pulumi.Output<string[]>;
  /** Datasets that Segment writes, without those that it creates itself. */
  public readonly destinations: pulumi.Output<DatasetResult[]>;
  /** Whether Segment creates datasets that it writes. */
  public readonly segmentCreatesDestinations: pulumi.Output<boolean>;
  /** The dataset in which Segment keeps the state of its syncs. */
  public readonly stateDataset: pulumi.Output<StateDatasetResult>;
  /** Whether Segment makes the state dataset itself. */
  public readonly segmentCreatesStateDataset: pulumi.Output<boolean>;
  /** Address of Segment's service account. */
  public readonly serviceAccountEmail: pulumi.Output<string>;
  /** Segment's service account as IAM's policies name it, `serviceAccount:…`. */
  public readonly serviceAccountMember: pulumi.Output<string>;
  /** Full name of the secret that holds the key, `projects/…/secrets/…`; empty where no key is kept. */
  public readonly secretName: pulumi.Output<string>;
  /**
   * Full name of the secret's version that holds the key to enter in Segment, `projects/…/secrets/…/versions/…`; empty where no
   * key is kept there by the stack.
   */
  public readonly secretVersionName: pulumi.Output<string>;
  /** Every grant made to Segment's account, with what for. */
  public readonly grants: pulumi.Output<GrantResult[]>;
  /** The keys, by name, with where each is kept and what for. */
  public readonly keys: pulumi.Output<KeyResult[]>;
  /** What to do next in the rotation of the key. */
  public readonly nextStep: pulumi.Output<NextStepResult>;
  /** What to enter where in Segment. */
  public readonly segmentForm: pulumi.Output<SegmentFormResult>;

  constructor(name: string, args: SegmentBigQueryArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("segment-bigquery:index:SegmentBigQuery", name, {}, opts);
    const accepted = acceptArgs(name, args, providerEnvironment(this));
    const given = checkOutputs(name, accepted.args, accepted.fields);
    const plan = planFor(given);
    const { settings, declared } = plan;
    const children = new Children(this, name, opts, given.imports);
    if (settings.state && declared.sources.length === 0) void pulumi.log.warn(withoutSources, this);

    const apis = enableApis(children, given.project, plan.services);
    const account = makeAccount(children, given, apis);
    const { location } = given;
    const datasets = plan.datasets.map((planned) =>
      makeDataset(children, planned, { project: account.project, location }, apis),
    );
    const grants = makeGrants(
      children,
      plan,
      account.member,
      apis,
      ({ place }) => datasets.find(({ planned }) => isIn(place, planned.place))?.resource,
    );
    const kept = keepKeys(children, plan.keys, given, account, apis);
    const unchanged = holdBack(
      name,
      problemsOf(
        kept,
        datasets.flatMap(({ fixed }) => fixed),
      ),
    );

    const entered = enteredKey(kept, given.key ?? {});

    // Nested outputs, so that in a preview one unknown part does not make the whole unknown to the policy pack.
    const outputs = {
      project: given.project,
      location: given.location,
      profile: settings.profile as string,
      readApi: settings.readApi as string,
      products: [...settings.products] as string[],
      sources: placeResults(declared.sources),
      models: modelsResults(declared),
      connections: placeResults(declared.connections),
      exportBuckets: declared.exportBuckets.map(({ place }) => place.bucket),
      destinations: placeResults(declared.destinations),
      segmentCreatesDestinations: settings.segmentCreatesDestinations,
      stateDataset: stateDatasetResult(given.project, settings.state),
      segmentCreatesStateDataset: settings.state?.mode === StateDatasetMode.MadeBySegment,
      serviceAccountEmail: account.email,
      serviceAccountMember: account.member,
      secretName: unchanged(kept.secretName),
      secretVersionName: entered?.secretVersionName ?? pulumi.output(""),
      grants: grantResults(grants),
      keys: keyResults(kept),
      nextStep: nextStepResult(kept, given.key ?? {}),
      segmentForm: segmentFormResult(given, settings, credentialsText(entered)),
    };
    this.project = pulumi.output(outputs.project);
    this.location = pulumi.output(outputs.location);
    this.profile = pulumi.output(outputs.profile);
    this.readApi = pulumi.output(outputs.readApi);
    this.products = pulumi.output(outputs.products);
    this.sources = pulumi.output(outputs.sources);
    this.models = pulumi.output(outputs.models);
    this.connections = pulumi.output(outputs.connections);
    this.exportBuckets = pulumi.output(outputs.exportBuckets);
    this.destinations = pulumi.output(outputs.destinations);
    this.segmentCreatesDestinations = pulumi.output(outputs.segmentCreatesDestinations);
    this.stateDataset = pulumi.output(outputs.stateDataset);
    this.segmentCreatesStateDataset = pulumi.output(outputs.segmentCreatesStateDataset);
    this.serviceAccountEmail = outputs.serviceAccountEmail;
    this.serviceAccountMember = outputs.serviceAccountMember;
    this.secretName = outputs.secretName;
    this.secretVersionName = outputs.secretVersionName;
    this.grants = pulumi.output(outputs.grants);
    this.keys = pulumi.output(outputs.keys);
    this.nextStep = pulumi.output(outputs.nextStep);
    this.segmentForm = pulumi.output(outputs.segmentForm);
    this.registerOutputs(outputs);
  }
}

const withoutSources =
  "There are no sources: Segment can connect, and reads nothing. Give the datasets that it may read in sources.";

/** What the arguments would change though it cannot be changed, and what is lost. */
async function problemsOf({ fixed, lost }: KeptKeys, more: readonly Fixed[]): Promise<Problem[]> {
  return [...(await changesOf([...more, ...fixed])), ...(await lost)];
}
