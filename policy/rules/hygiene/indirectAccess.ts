import type { SegmentAccount } from "../../access/account";
import type { AccountAccess, Assessment } from "../../access/assessment";
import { reaches, scopeKey } from "../../iam/scope";
import {
  type Authorization,
  authorizations,
  type OpenAuthorization,
  openAuthorizations,
} from "./authorizations";
import { datasetOf, type DatasetScope, gives, holdsAt, readData, reads, same } from "./datasets";

/** A dataset that an account reads through what is authorized there, and not by a grant of its own. */
export interface IndirectAccess {
  readonly segment: SegmentAccount;
  readonly on: DatasetScope;
  /** From what the account may use to what lets it in here; no more than the first four. */
  readonly path: readonly Authorization[];
  /** How many there are of them. */
  readonly steps: number;
  /** Whether the account can write what is authorized itself, and so read what it likes. */
  readonly writes: boolean;
}

export function indirectAccesses({ stack, accounts }: Assessment): IndirectAccess[] {
  const all = authorizations(stack);
  return accounts.flatMap((access) => accessesOf(access, all));
}

/**
 * Breadth first and on from each dataset once, so cycles end. Every direct way is reported; a longer one only where
 * there is no shorter.
 */
function accessesOf(access: AccountAccess, all: readonly Authorization[]): IndirectAccess[] {
  const reached = new Set<string>();
  const within = byDataset(all);
  const open = all
    .filter((one) => uses(access, one))
    .map((last) => ({ last, path: [last] as readonly Authorization[], steps: 1 }));
  const found: IndirectAccess[] = [];
  // Grows while it is gone through.
  for (const { last, path, steps } of open) {
    const { on, what, object } = last;
    const at = scopeKey(on);
    const again = reached.has(at);
    if (reads(access, on) || same(on, datasetOf(object)) || (again && steps > 1)) continue;
    const writes = steps === 1 && writing[what].some((permission) => holdsAt(access, permission, object));
    found.push({ segment: access.segment, on, path, steps, writes });
    if (again) continue;
    reached.add(at);
    for (const next of within.get(at) ?? [])
      open.push({ last: next, path: path.length < 4 ? [...path, next] : path, steps: steps + 1 });
  }
  return found;
}

/** The permissions with which an account gives a text of its own to what is authorized. */
const writing: Readonly<Record<Authorization["what"], readonly string[]>> = {
  dataset: ["bigquery.tables.create", "bigquery.tables.update"],
  view: ["bigquery.tables.update"],
  routine: ["bigquery.routines.update"],
};

/** What lets an account read a dataset if the part that is not known is a place where it writes what it likes. */
export function openIndirectAccesses({
  stack,
  accounts,
}: Assessment): { readonly segment: SegmentAccount; readonly open: OpenAuthorization }[] {
  const all = openAuthorizations(stack);
  return accounts.flatMap((access) =>
    all
      .filter((open) => !reads(access, open.on) && mayWrite(access, open))
      .map((open) => ({ segment: access.segment, open })),
  );
}

function mayWrite(
  { effectiveGrants }: AccountAccess,
  { what, project, dataset }: OpenAuthorization,
): boolean {
  return effectiveGrants.some(
    (effective) =>
      writing[what].some((permission) => gives(effective, permission)) &&
      effective.at.some(
        (held) =>
          (project === undefined || !("project" in held) || held.project === project) &&
          (dataset === undefined || !("dataset" in held) || held.dataset === dataset),
      ),
  );
}

/** By the dataset that holds what is authorized. */
function byDataset(all: readonly Authorization[]): Map<string, Authorization[]> {
  const found = new Map<string, Authorization[]>();
  for (const one of all) {
    const at = scopeKey(datasetOf(one.object));
    const list = found.get(at);
    if (list) list.push(one);
    else found.set(at, [one]);
  }
  return found;
}

/** Whether one of Segment's accounts may use what is authorized. */
export function usesAny({ accounts }: Assessment, authorization: Authorization): boolean {
  return accounts.some((access) => uses(access, authorization));
}

/** Whether the account may use what is authorized: of a dataset, any view in it. */
function uses(access: AccountAccess, { what, object }: Authorization): boolean {
  if (what === "routine") return holdsAt(access, "bigquery.routines.get", object);
  return access.effectiveGrants.some(
    (effective) =>
      gives(effective, readData) &&
      effective.at.some((held) => reaches(held, object) || reaches(object, held)),
  );
}
