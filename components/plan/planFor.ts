import { products as facts } from "../../policy/facts/products";
import type { SegmentBigQueryArgs } from "../args/args";
import type { Destination } from "../args/data";
import { defaults } from "../args/defaults";
import { KeyMode, type Product, Profile, ReadApi, StateDatasetMode } from "../args/enums";
import { declare, type Declared } from "./declared";
import { documentedGrants } from "./documented";
import { type KeysPlan, planKeys } from "./keys";
import { minimalGrants, modelGrants } from "./minimal";
import type { DatasetPlace } from "./places";
import {
  apiChild,
  childNames,
  destinationChild,
  type GrantsPlan,
  type PlannedRole,
  type PlannedState,
  type PlanRequest,
  Roles,
  suffixChild,
} from "./plan";

/** The choices that decide which resources exist, defaults filled in. */
export type Settings = Pick<
  PlanRequest,
  "products" | "profile" | "readApi" | "state" | "segmentCreatesDestinations"
>;

/** A dataset to create. */
export interface PlannedDataset {
  readonly childName: string;
  readonly place: DatasetPlace;
  readonly settings: Pick<Destination, "kmsKeyName" | "labels" | "protect">;
  readonly description: string;
  /** What it is, in a message. */
  readonly holder: string;
  /** What a replacement would cost. */
  readonly loss: string;
  /** The argument that protects it, in words. */
  readonly protectedBy: string;
}

/** Everything that follows from the arguments: what the component creates, and what it is called. */
export interface Plan extends GrantsPlan {
  readonly settings: Settings;
  readonly declared: Declared;
  /** Services to enable. */
  readonly services: readonly string[];
  readonly randomAccountId: boolean;
  readonly datasets: readonly PlannedDataset[];
  readonly keys: KeysPlan;
}

/** Segment's products that the arguments name, each once. */
export function productsOf({ products = defaults.products }: { products?: readonly Product[] }): Product[] {
  return [...new Set(products)];
}

/** The plan for the component's arguments. */
export function planFor(args: SegmentBigQueryArgs): Plan {
  const declared = declare(args);
  const settings = settingsOf(args, declared);
  const keyMode = args.key?.mode ?? defaults.key.mode;
  return {
    settings,
    declared,
    services: (args.enableApis ?? defaults.enableApis) ? servicesNeeded(settings, declared, keyMode) : [],
    randomAccountId: args.randomAccountId ?? defaults.randomAccountId,
    datasets: planDatasets(args, settings.state, declared),
    ...planGrants({ ...settings, ...declared }),
    keys: planKeys(args.key ?? {}, args.project),
  };
}

/** Fills in the defaults that the arguments' documentation states. */
function settingsOf(args: SegmentBigQueryArgs, { home, destinations }: Declared): Settings {
  const products = productsOf(args);
  const writes = products.some((product) => facts[product].writes);
  return {
    products,
    profile: args.profile ?? defaults.profile,
    readApi: args.readApi ?? defaults.readApi,
    state: products.some((product) => facts[product].reads)
      ? {
          place: {
            kind: "dataset",
            project: home,
            dataset: args.stateDataset?.datasetId ?? defaults.stateDataset.datasetId,
          },
          mode: args.stateDataset?.mode ?? defaults.stateDataset.mode,
        }
      : undefined,
    segmentCreatesDestinations: writes && (args.segmentCreatesDestinations ?? destinations.length === 0),
  };
}

/** The state dataset, and the destinations that are created here. */
function planDatasets(
  { stateDataset = {} }: SegmentBigQueryArgs,
  state: PlannedState | undefined,
  { destinations }: Declared,
): PlannedDataset[] {
  const ofState: PlannedDataset[] =
    state?.mode === StateDatasetMode.Created
      ? [
          {
            childName: childNames.stateDataset,
            place: state.place,
            settings: stateDataset,
            description:
              "State of Twilio Segment's syncs: tables must not be changed or deleted. Managed by Pulumi.",
            holder: "the state dataset",
            loss: "syncs that lose their state send everything again",
            protectedBy: "stateDataset.protect",
          },
        ]
      : [];
  return [
    ...ofState,
    ...destinations.flatMap(({ place, creates }): PlannedDataset[] =>
      creates
        ? [
            {
              childName: destinationChild(place.dataset as string),
              place,
              settings: creates,
              description: "Written by Twilio Segment. Managed by Pulumi.",
              holder: `the destination ${place.dataset as string}`,
              loss: "what Segment has written would no longer be where it writes",
              protectedBy: "protect of that destination",
            },
          ]
        : [],
    ),
  ];
}

/** Every grant that Segment's account is given, and the custom roles that they need. */
function planGrants(request: PlanRequest): GrantsPlan {
  const roles = new Roles();
  const byProfile = request.profile === Profile.Minimal ? minimalGrants : documentedGrants;
  const grants = [...byProfile(request, roles), ...modelGrants(request, roles)];
  return { roles: roles.all(), grants };
}

/** The services of Google Cloud that the component's resources and Segment's queries go through. */
function servicesNeeded(
  { readApi }: Settings,
  { connections, exportBuckets }: Declared,
  key: KeyMode,
): string[] {
  return [
    "bigquery.googleapis.com",
    ...(readApi === ReadApi.Storage ? ["bigquerystorage.googleapis.com"] : []),
    ...(connections.length > 0 ? ["bigqueryconnection.googleapis.com"] : []),
    "cloudresourcemanager.googleapis.com",
    "iam.googleapis.com",
    ...(key === KeyMode.None ? [] : ["secretmanager.googleapis.com"]),
    ...(exportBuckets.length > 0 ? ["storage.googleapis.com"] : []),
  ];
}

/** The names of all children of a plan, without the component's name. */
export function childNamesOf({ services, randomAccountId, datasets, roles, grants, keys }: Plan): string[] {
  const ofRole = ({ childName }: PlannedRole) => [suffixChild(childName), childName];
  return [
    ...services.map(apiChild),
    ...(randomAccountId ? [childNames.accountSuffix] : []),
    childNames.account,
    ...datasets.map(({ childName }) => childName),
    ...roles.flatMap(ofRole),
    ...grants.map(({ childName }) => childName),
    ...keys.holders.flatMap(({ shared }) => (shared === undefined ? [] : [shared])),
    ...keys.accessors.flatMap(({ childName, role }) => [...(role ? ofRole(role) : []), childName]),
    ...keys.slots.flatMap(({ childName, kept }) => [childName, ...kept.map((one) => one.childName)]),
  ];
}
