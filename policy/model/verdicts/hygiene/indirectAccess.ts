import type { Assessed, Assessment } from "../../assessment";
import { reaches, scopeKey } from "../../scope";
import { authorizations, type Authorization } from "./authorizations";
import { datasetOf, holdsAt, reads, same, type DatasetScope } from "./datasets";

/** A dataset that an account reads through what is authorized there, and not by a grant of its own. */
export interface IndirectAccess {
  readonly member: string;
  readonly on: DatasetScope;
  /** From what the account may use to what lets it in here; no more than the first four. */
  readonly path: readonly Authorization[];
  /** How many there are of them. */
  readonly steps: number;
  /** Whether the account can make views of its own in the authorized dataset. */
  readonly makesViews: boolean;
}

export function indirectAccesses({ stack, accounts }: Assessment): IndirectAccess[] {
  const all = accounts.length === 0 ? [] : authorizations(stack);
  return all.length === 0 ? [] : accounts.flatMap((assessed) => accessesOf(assessed, all));
}

/**
 * Breadth first and each authorization once, so that cycles end. Every direct way is told; a longer one only where there is
 * no shorter.
 */
function accessesOf(assessed: Assessed, all: readonly Authorization[]): IndirectAccess[] {
  const seen = new Set<Authorization>();
  const reached = new Set<string>();
  const within = byDataset(all);
  const open = all
    .filter((one) => uses(assessed, one))
    .map((last) => ({ last, path: [last] as readonly Authorization[], steps: 1 }));
  const found: IndirectAccess[] = [];
  // Grows while it is gone through.
  for (const { last, path, steps } of open) {
    if (seen.has(last)) continue;
    seen.add(last);
    const { on, what, object } = last;
    if (reads(assessed, on) || same(on, datasetOf(object))) continue;
    if (steps > 1 && reached.has(scopeKey(on))) continue;
    reached.add(scopeKey(on));
    const makesViews =
      what === "dataset" && holdsAt(assessed, "bigquery.tables.create", object) && steps === 1;
    found.push({ member: assessed.subject.member, on, path, steps, makesViews });
    for (const next of within.get(scopeKey(on)) ?? [])
      if (!seen.has(next))
        open.push({ last: next, path: path.length < 4 ? [...path, next] : path, steps: steps + 1 });
  }
  return found;
}

/** By the dataset in which what is authorized lies. */
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
  return accounts.some((assessed) => uses(assessed, authorization));
}

/** Whether the account may use what is authorized. */
function uses(assessed: Assessed, { what, object }: Authorization): boolean {
  if (what === "routine") return holdsAt(assessed, "bigquery.routines.get", object);
  if (what === "view") return reads(assessed, object);
  return assessed.holdings.some(
    ({ grant, at }) =>
      grant.role.kind === "known" &&
      grant.role.permissions.includes("bigquery.tables.getData") &&
      at.some((held) => reaches(held, object) || reaches(object, held)),
  );
}
