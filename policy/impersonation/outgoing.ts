import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import type { Through } from "../access/effectiveGrants";
import type { Grant } from "../iam/grants";
import { scopeKey } from "../iam/scope";
import { type AccountRef, type Held, heldBy } from "./accounts";
import {
  deployment,
  type Deployment,
  type Impersonation,
  type ImpersonationGraph,
  impersonationGraph,
  mayReachAccounts,
} from "./graph";
import { remembered } from "../stack/remembered";

/** An impersonated account and the grants to it. */
export interface ImpersonatedAccount {
  readonly account: AccountRef;
  /** Looked up only for a message: a project may hold thousands of accounts. */
  readonly holds: () => readonly Held<Grant>[];
}

/** Whom Segment's account can act as by one grant: its own, or that of an account on the path. */
export interface ImpersonationPath {
  readonly segment: SegmentAccount;
  /** The first grant of the path: Segment's own. */
  readonly first: Impersonation;
  /** The last grant of the path. */
  readonly impersonation: Impersonation;
  readonly via: Through;
  /** Who holds the last grant: Segment's account, or the last account of the path. */
  readonly holder: AccountRef;
  /** The first few accounts of the path, in order; empty if the grant is Segment's own. */
  readonly way: readonly AccountRef[];
  /** How many accounts the path has. */
  readonly steps: number;
  /** The account itself; every known one where the grant is on a project or above. Empty where it is not known yet. */
  readonly impersonated: readonly ImpersonatedAccount[];
  /** Whether it is Segment's account itself. */
  readonly itself: boolean;
  /** A grant that lets the last holder deploy something, if it can act as another only in this way. */
  readonly deploys?: Deployment;
}

/** Whom Segment's accounts can act as: each grant of their own, and each further account once, by a shortest path. */
export const impersonationPaths = remembered((assessment: Assessment): readonly ImpersonationPath[] => {
  const graph = impersonationGraph(assessment);
  return assessment.accounts.flatMap(({ segment }) => pathsFrom(graph, segment));
});

/** A grant of a role that is not known yet to an account that Segment's can act as. */
export interface UndeterminedPath {
  readonly segment: SegmentAccount;
  /** The account that holds the grant. */
  readonly account: AccountRef;
  readonly grant: Grant;
  /** What is not known yet. */
  readonly property: string;
}

/** Whom Segment's accounts may be able to act as through other accounts: unknown until the update. */
export function undeterminedPaths(assessment: Assessment): UndeterminedPath[] {
  const { grants, includes, now } = assessment;
  const open = grants.filter(
    (grant) => grant.role.kind === "unknown" && !grant.onRequest && mayReachAccounts(grant, now),
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

/** A step of a path from Segment's account; of a long path only the beginning is kept. */
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

/** Each grant of Segment's own counts; after those, each scope once. */
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

/** With account user alone, its holder acts as the account only through something that it deploys. */
function onlyDeploys({ permissions }: Impersonation): boolean {
  return permissions.every((permission) => permission === "iam.serviceAccounts.actAs");
}
