import { defaults } from "../args/defaults";
import type { SegmentBigQueryArgs } from "../args/args";
import { Profile, StateDatasetMode } from "../args/enums";
import { apiChild, childNames, suffixChild } from "./childNames";
import { documentedGrants } from "./documented";
import { type KeysPlan, planKeys } from "./keys";
import { minimalGrants, modelGrants } from "./minimal";
import { type GrantsPlan, type PlannedRole, type PlanRequest, Roles } from "./plan";
import { servicesNeeded, type Settings, settingsOf } from "./settings";
import { type Declared, declare } from "./sources";

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
