import type { AccountAccess } from "../../access/assessment";
import type { EffectiveGrant } from "../../access/effectiveGrants";
import { datasetScope } from "../../iam/grants/iamScope";
import { reaches, type Scope, scopeKey } from "../../iam/scope";
import { text, UNKNOWN } from "../../stack/plain";
import { datasetIdOf, knownText, lastPart, projectOf } from "../../stack/references";
import { remembered } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import * as types from "../../stack/types";

export type DatasetScope = Scope & { kind: "dataset" };

export type TableScope = Scope & { kind: "table" };

/** A dataset that the stack makes, and where it lies. */
export interface StackDataset {
  readonly resource: Resource;
  readonly scope: DatasetScope;
}

export const stackDatasets = remembered((stack: Stack): readonly StackDataset[] => {
  return stack.ofType(types.dataset).map((resource) => ({
    resource,
    scope: {
      kind: "dataset",
      project: projectOf(stack, resource).id,
      dataset: datasetIdOf(resource).id,
    },
  }));
});

/** The table that a resource is, or is about. */
export function tableScope(stack: Stack, resource: Resource): TableScope {
  const { scope } = datasetScope(stack, resource, (project, dataset) => ({
    kind: "table",
    project,
    dataset,
    table: lastPart(resource, "tableId").id,
  }));
  return scope;
}

export function datasetOf({ project, dataset }: { project: string; dataset: string }): DatasetScope {
  return { kind: "dataset", project, dataset };
}

export function same(one: Scope, other: Scope): boolean {
  return scopeKey(one) === scopeKey(other);
}

/** BigQuery's location, in lower case: `US` where none is stated; undefined while it is not known. */
export function locationOf({ props }: Resource): string | undefined {
  const location = text(props["location"]);
  return location === UNKNOWN ? undefined : (location ?? "US");
}

/** Segment's Data Location: as configured, else as its `SegmentBigQuery` says. */
export function segmentLocation(
  configured: string | undefined,
  { segment }: AccountAccess,
): string | undefined {
  return configured ?? (segment.component && knownText(segment.component.props, "location"));
}

export function gives({ grant: { role } }: EffectiveGrant, permission: string): boolean {
  return role.kind === "known" && role.permissions.includes(permission);
}

/** Whether the account holds the permission at the scope, on itself or above. */
export function holdsAt({ effectiveGrants }: AccountAccess, permission: string, scope: Scope): boolean {
  return effectiveGrants.some(
    (effective) => gives(effective, permission) && effective.at.some((held) => reaches(held, scope)),
  );
}

/** What reads a table's rows. */
export const readData = "bigquery.tables.getData";

/** Whether the account reads the table, or all of the dataset. */
export function reads(access: AccountAccess, scope: Scope): boolean {
  return holdsAt(access, readData, scope);
}
