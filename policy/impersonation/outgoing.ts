import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import type { Through } from "../access/effectiveGrants";
import type { Grant } from "../iam/grants";
import { reachesAccounts, scopeKey } from "../iam/scope";
import { readCondition } from "../iam/condition/readCondition";
import { type AccountRef, type Held, heldBy } from "./accounts";
import { deployment, type Deployment, type ImpersonationGraph, impersonationGraph } from "./graph";
import type { Impersonation } from "./permissions";

/** A borrowed account and what is granted to it. */
export interface ImpersonatedAccount {
  readonly account: AccountRef;
  /** Looked up when it is to be said: a project may hold thousands of accounts. */
  readonly holds: () => readonly Held<Grant>[];
}

/** What Segment's account can act as by one grant, its own or that of an account on the way. */
export interface ImpersonationPath {
  readonly segment: SegmentAccount;
  /** The grant that begins the way: Segment's own. */
  readonly first: Impersonation;
  /** The last grant on the way. */
  readonly impersonation: Impersonation;
  readonly via: Through;
  /** Who holds the last grant: Segment's account, or the last one on the way. */
  readonly holder: AccountRef;
  /** The accounts on the way, in order, the first few; none where the grant is Segment's own. */
  readonly way: readonly AccountRef[];
  /** How many accounts are on the way. */
  readonly steps: number;
  /** The account itself; every known one where the grant is on a project or above. Empty where it is not known yet. */
  readonly impersonated: readonly ImpersonatedAccount[];
  /** Whether it is Segment's account itself. */
  readonly itself: boolean;
  /** A grant by which whoever holds the last one can deploy something, where only that lets it act as another. */
  readonly deploys?: Deployment;
}

/** What Segment's accounts can borrow: each grant of their own, and each account further on once, by a shortest way. */
export function impersonationPaths(assessment: Assessment): ImpersonationPath[] {
  const graph = impersonationGraph(assessment);
  return assessment.accounts.flatMap(({ segment }) => pathsFrom(graph, segment));
}

/** A grant of a role that is not known yet to an account that Segment's can act as. */
export interface UndeterminedPath {
  readonly segment: SegmentAccount;
  /** The account that holds the grant. */
  readonly account: AccountRef;
  readonly grant: Grant;
  /** What is not known yet. */
  readonly property: string;
}

/** What is unknown until the update of whom Segment's accounts can act as over other accounts. */
export function undeterminedPaths(assessment: Assessment): UndeterminedPath[] {
  const { grants, includes, now } = assessment;
  const open = grants.filter(
    ({ role, scope, condition, onRequest }) =>
      role.kind === "unknown" &&
      reachesAccounts(scope) &&
      !onRequest &&
      !["never", "narrows"].includes(readCondition(condition, now).kind),
  );
  if (open.length === 0) return [];
  const openTo = heldBy(open, (grant) => grant, includes);
  const seen = new Set<string>();
  return impersonationPaths(assessment).flatMap(({ segment, impersonated }) =>
    impersonated.flatMap(({ account }) =>
      openTo(account).flatMap(({ held: grant }): UndeterminedPath[] => {
        const key = JSON.stringify([segment.identity, account.identity, grant.urn]);
        if (grant.role.kind !== "unknown" || seen.has(key)) return [];
        seen.add(key);
        return [{ segment, account, grant, property: grant.role.property }];
      }),
    ),
  );
}

/** A place on the way from Segment's account; of a long way only the beginning is kept. */
interface Place {
  readonly account: AccountRef;
  readonly way: readonly AccountRef[];
  readonly steps: number;
  readonly first?: Impersonation;
}

const shownOfWay = 3;

function pathsFrom(graph: ImpersonationGraph, segment: SegmentAccount): ImpersonationPath[] {
  const start: AccountRef = { identity: segment.identity, project: segment.project, member: segment.member };
  const seen = new Set<string>();
  const reached = new Set<string | undefined>([start.identity]);
  const found: ImpersonationPath[] = [];
  const queue: Place[] = [{ account: start, way: [], steps: 0 }];
  for (let next = 0; next < queue.length; next++) {
    const place = queue[next] as Place;
    for (const { held: impersonation, via } of graph.impersonationsOf(place.account)) {
      const key = keyOf(place, impersonation, via);
      if (seen.has(key) || (place.steps > 0 && reached.has(impersonation.account))) continue;
      seen.add(key).add(scopeKey(impersonation.scope));
      const first = place.first ?? impersonation;
      const accounts = targets(graph, impersonation).filter(({ identity }) => identity !== start.identity);
      found.push({
        segment,
        first,
        impersonation,
        via,
        holder: place.account,
        way: place.way,
        steps: place.steps,
        impersonated: accounts.map((account) => ({ account, holds: () => graph.grantsTo(account) })),
        itself: impersonation.account === start.identity,
        deploys: onlyDeploys(impersonation) ? deployment(graph, place.account) : undefined,
      });
      for (const account of accounts) {
        if (reached.has(account.identity)) continue;
        reached.add(account.identity);
        const way = place.way.length < shownOfWay ? [...place.way, account] : place.way;
        queue.push({ account, way, steps: place.steps + 1, first });
      }
    }
  }
  return found;
}

/** Each grant of Segment's own counts; further on each scope once, however it is reached. */
function keyOf({ steps }: Place, { role, scope }: Impersonation, { through }: Through): string {
  return steps === 0 ? JSON.stringify([scopeKey(scope), role, through]) : scopeKey(scope);
}

function targets(
  { accounts }: ImpersonationGraph,
  { account, scope, grant }: Impersonation,
): readonly AccountRef[] {
  if (account === undefined) return accounts.below(scope);
  return grant.unknown.length > 0 ? [] : [accounts.get(account)];
}

/** Account user alone lets its holder act as the account only through something that it deploys. */
function onlyDeploys({ permissions }: Impersonation): boolean {
  return permissions.every((permission) => permission === "iam.serviceAccounts.actAs");
}
