import { defaults } from "../args/defaults";
import type { SegmentBigQueryArgs } from "../args/args";
import { KeyMode, Profile, ReadApi, StateDatasetMode } from "../args/enums";
import { apiChild, childNames, suffixChild } from "./childNames";
import { documentedGrants } from "./documented";
import { type KeysPlan, planKeys } from "./keys";
import { minimalGrants, modelGrants } from "./minimal";
import type { Id } from "./places";
import { type GrantsPlan, type PlannedRole, type PlanRequest, Roles } from "./plan";
import { type Declared, declare } from "./sources";

/** The choices that decide which resources exist, defaults filled in. */
export interface Settings {
  readonly profile: Profile;
  readonly readApi: ReadApi;
  readonly stateMode: StateDatasetMode;
  readonly stateDatasetId: Id;
  readonly keyMode: KeyMode;
}

/** Everything that follows from the arguments: what the component creates, and what it is called. */
export interface Plan extends GrantsPlan {
  readonly settings: Settings;
  readonly declared: Declared;
  /** Services to enable. */
  readonly services: readonly string[];
  readonly randomAccountId: boolean;
  readonly createsState: boolean;
  readonly keys: KeysPlan;
}

/** The plan for the component's arguments. */
export function planFor(args: SegmentBigQueryArgs): Plan {
  const settings = settingsOf(args);
  const declared = declare(args.project, args.sources ?? [], args.models ?? []);
  return {
    settings,
    declared,
    services: (args.enableApis ?? defaults.enableApis) ? servicesNeeded(settings) : [],
    randomAccountId: args.randomAccountId ?? defaults.randomAccountId,
    createsState: settings.stateMode === StateDatasetMode.Created,
    ...planGrants({ ...settings, ...declared }),
    keys: planKeys(args.key ?? {}, args.project),
  };
}

/** Every grant that Segment's account is given, and the custom roles that they need. */
function planGrants(request: PlanRequest): GrantsPlan {
  const roles = new Roles();
  const byProfile = request.profile === Profile.Minimal ? minimalGrants : documentedGrants;
  const grants = [...byProfile(request, roles), ...modelGrants(request, roles)];
  return { roles: roles.all(), grants };
}

/** Fills in the defaults that the arguments' documentation states. */
function settingsOf(args: SegmentBigQueryArgs): Settings {
  return {
    profile: args.profile ?? defaults.profile,
    readApi: args.readApi ?? defaults.readApi,
    stateMode: args.stateDataset?.mode ?? defaults.stateDataset.mode,
    stateDatasetId: args.stateDataset?.datasetId ?? defaults.stateDataset.datasetId,
    keyMode: args.key?.mode ?? defaults.key.mode,
  };
}

/** The services of Google Cloud that the component's resources and Segment's queries go through. */
function servicesNeeded({ readApi, keyMode }: Settings): string[] {
  return [
    "bigquery.googleapis.com",
    ...(readApi === ReadApi.Storage ? ["bigquerystorage.googleapis.com"] : []),
    "cloudresourcemanager.googleapis.com",
    "iam.googleapis.com",
    ...(keyMode === KeyMode.None ? [] : ["secretmanager.googleapis.com"]),
  ];
}

/** The names of all children of a plan, without the component's name. */
export function childNamesOf({
  services,
  randomAccountId,
  createsState,
  roles,
  grants,
  keys,
}: Plan): string[] {
  const ofRole = ({ childName }: PlannedRole) => [suffixChild(childName), childName];
  return [
    ...services.map(apiChild),
    ...(randomAccountId ? [childNames.accountSuffix] : []),
    childNames.account,
    ...(createsState ? [childNames.stateDataset] : []),
    ...roles.flatMap(ofRole),
    ...grants.map(({ childName }) => childName),
    ...keys.holders.flatMap(({ shared }) => (shared === undefined ? [] : [shared])),
    ...keys.accessors.flatMap(({ childName, role }) => [...(role ? ofRole(role) : []), childName]),
    ...keys.slots.flatMap(({ childName, kept }) => [childName, ...kept.map((one) => one.childName)]),
  ];
}
