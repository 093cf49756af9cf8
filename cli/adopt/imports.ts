import type { SegmentBigQueryArgs } from "../../components/args/args";
import {
  DestinationMode,
  type ModelOperation,
  type Product,
  type Profile,
  type ReadApi,
  StateDatasetMode,
} from "../../components/args/enums";
import { accessorTo } from "../../components/plan/keys";
import { type Place, placeIds } from "../../components/plan/places";
import { childNames, type PlannedGrant } from "../../components/plan/plan";
import { planFor } from "../../components/plan/planFor";
import type { EffectiveGrant } from "../../policy/access/effectiveGrants";
import { bucket, type Scope, scopeKey, scopeText } from "../../policy/iam/scope";
import * as types from "../../policy/stack/types";
import type { ImportEntry, Setup } from "./adoption";

/** What of the stack is there already, and what is not. */
export interface Imports {
  readonly entries: readonly ImportEntry[];
  /** What the stack will make, in words. */
  readonly made: readonly string[];
  /** URNs of the grants that are taken over. */
  readonly taken: ReadonlySet<string>;
}

/** The component's arguments that the stack file amounts to. */
export function argsOf(setup: Setup): SegmentBigQueryArgs {
  return {
    project: setup.project,
    location: setup.location,
    accountId: setup.accountId,
    products: setup.products as readonly string[] as Product[],
    profile: setup.profile as Profile,
    readApi: setup.readApi as ReadApi,
    sources: setup.sources.map((source) => ({ ...source })),
    destinations: setup.destinations.map((dataset) => ({ dataset, mode: DestinationMode.Existing })),
    models: setup.models.map(({ project, dataset, operations }) => ({
      project,
      dataset,
      operations: operations as readonly string[] as ModelOperation[],
    })),
    ...(setup.stateDataset && {
      stateDataset: { mode: StateDatasetMode.Created, datasetId: setup.stateDataset.datasetId },
    }),
  };
}

/** Holds what the stack would make against what is there. */
export function importsOf(setup: Setup, holdings: readonly EffectiveGrant[], name: string): Imports {
  const { project, email, stateDataset, secret } = setup;
  const entries: ImportEntry[] = [{ type: types.component, name, component: true }];
  const made: string[] = [];
  const taken = new Set<string>();
  const add = (type: string, part: string, id: string): void =>
    void entries.push({ type, name: `${name}-${part}`, id, parent: name });

  add(types.account, childNames.account, `projects/${project}/serviceAccounts/${email}`);
  if (stateDataset?.exists) {
    const datasetId = `projects/${project}/datasets/${stateDataset.datasetId}`;
    add(types.dataset, childNames.stateDataset, datasetId);
  } else if (stateDataset) made.push(`state dataset ${project}.${stateDataset.datasetId}`);

  for (const grant of planFor(argsOf(setup)).grants) {
    const scope = scopeOf(grant.place);
    const role = typeof grant.role === "string" ? grant.role : undefined;
    const held = role === undefined ? undefined : heldAs(holdings, role, scope);
    const type = tokens[scope.kind];
    if (held && role !== undefined && type !== undefined) {
      taken.add(held.grant.urn);
      add(type, grant.childName, `${resourceId(scope)} ${role} serviceAccount:${email}`);
    } else made.push(`${roleText(grant)} on ${scopeText(scope)}, to ${grant.reason}`);
  }
  if (secret.exists) {
    const secretName = `projects/${project}/secrets/${secret.id}`;
    add("gcp:secretmanager/secret:Secret", childNames.keySecret, secretName);
    for (const member of secret.accessors)
      add(
        "gcp:secretmanager/secretIamMember:SecretIamMember",
        accessorTo(member).childName,
        `${secretName} roles/secretmanager.secretAccessor ${member}`,
      );
  } else made.push(`secret ${secret.id}`);
  made.push(`a new key, kept in secret ${secret.id}`);
  return { entries, made, taken };
}

/** A grant to the account itself, on the scope itself, without a condition: what the component would make. */
function heldAs(holdings: readonly EffectiveGrant[], role: string, scope: Scope): EffectiveGrant | undefined {
  return holdings.find(
    ({ grant, via }) =>
      via.through === undefined &&
      grant.condition === null &&
      grant.role.kind === "known" &&
      grant.role.name === role &&
      scopeKey(grant.scope) === scopeKey(scope),
  );
}

function roleText({ role }: PlannedGrant): string {
  return typeof role === "string" ? role : `a custom role "${role.title}"`;
}

/** Of the scopes at which the component grants predefined roles. */
const tokens: Readonly<Partial<Record<Scope["kind"], string>>> = {
  project: "gcp:projects/iAMMember:IAMMember",
  dataset: "gcp:bigquery/datasetIamMember:DatasetIamMember",
  table: "gcp:bigquery/iamMember:IamMember",
};

/** Every id is plain here, for `argsOf` gives plain ones. */
function scopeOf(place: Place): Scope {
  if (place.kind === "bucket") return { kind: "other", type: bucket, id: place.bucket as string };
  return { kind: place.kind, ...placeIds(place) } as Scope;
}

/** https://www.pulumi.com/registry/packages/gcp/api-docs/bigquery/iammember/#import and its like */
function resourceId(scope: Scope): string {
  const project = "project" in scope ? (scope.project ?? "") : "";
  if (!("dataset" in scope)) return project;
  const dataset = `projects/${project}/datasets/${scope.dataset}`;
  return scope.kind === "table" ? `${dataset}/tables/${scope.table}` : dataset;
}
