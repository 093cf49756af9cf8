import type { Assessment } from "../assessment";
import type { Grant } from "../grants";
import type { Via } from "../membership";
import { scopeKey } from "../scope";
import type { Subject } from "../subject";
import type { AccountRef } from "./accountRefs";
import type { Held } from "./heldBy";
import { deployment, lendingOf, type Deployment, type Lending } from "./lending";
import type { Power } from "./power";

/** A borrowed account and what is granted to it. */
export interface Borrowed {
  readonly account: AccountRef;
  /** Looked up when it is to be said: a project may hold thousands of accounts. */
  readonly holds: () => readonly Held<Grant>[];
}

/** What Segment's account can act as by one grant, its own or that of an account on the way. */
export interface Loan {
  readonly subject: Subject;
  /** The grant that begins the way: Segment's own. */
  readonly first: Power;
  /** The last grant on the way. */
  readonly power: Power;
  readonly via: Via;
  /** Who holds the last grant: Segment's account, or the last one on the way. */
  readonly holder: AccountRef;
  /** The accounts on the way, in order, the first few; none where the grant is Segment's own. */
  readonly way: readonly AccountRef[];
  /** How many accounts are on the way. */
  readonly steps: number;
  /** The account itself; every known one where the grant is on a project or above. Empty where it is not known yet. */
  readonly borrowed: readonly Borrowed[];
  /** Whether it is Segment's account itself. */
  readonly itself: boolean;
  /** A grant by which whoever holds the last one can deploy something, where only that lets it act as another. */
  readonly deploys?: Deployment;
}

/** What Segment's accounts can borrow: each grant of their own, and each account further on once, by a shortest way. */
export function loans(assessment: Assessment): Loan[] {
  const lending = lendingOf(assessment);
  return assessment.accounts.flatMap(({ subject }) => loansOf(lending, subject));
}

/** A place on the way from Segment's account; of a long way only the beginning is kept. */
interface Place {
  readonly account: AccountRef;
  readonly way: readonly AccountRef[];
  readonly steps: number;
  readonly first?: Power;
}

const shownOfWay = 3;

function loansOf(lending: Lending, subject: Subject): Loan[] {
  const start: AccountRef = { identity: subject.identity, project: subject.project, member: subject.member };
  const seen = new Set<string>();
  const reached = new Set<string | undefined>([start.identity]);
  const found: Loan[] = [];
  const queue: Place[] = [{ account: start, way: [], steps: 0 }];
  for (let next = 0; next < queue.length; next++) {
    const place = queue[next] as Place;
    for (const { held: power, via } of lending.powersOf(place.account)) {
      const key = keyOf(place, power, via);
      if (seen.has(key) || (place.steps > 0 && reached.has(power.account))) continue;
      seen.add(key).add(scopeKey(power.scope));
      const first = place.first ?? power;
      const accounts = targets(lending, power).filter(({ identity }) => identity !== start.identity);
      found.push({
        subject,
        first,
        power,
        via,
        holder: place.account,
        way: place.way,
        steps: place.steps,
        borrowed: accounts.map((account) => ({ account, holds: () => lending.grantsTo(account) })),
        itself: power.account === start.identity,
        deploys: onlyDeploys(power) ? deployment(lending, place.account) : undefined,
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
function keyOf({ steps }: Place, { role, scope }: Power, { through }: Via): string {
  return steps === 0 ? JSON.stringify([scopeKey(scope), role, through]) : scopeKey(scope);
}

function targets({ accounts }: Lending, { account, scope, grant }: Power): readonly AccountRef[] {
  if (account === undefined) return accounts.below(scope);
  return grant.unknown.length > 0 ? [] : [accounts.get(account)];
}

/** Account user alone lets its holder act as the account only through something that it deploys. */
function onlyDeploys({ permissions }: Power): boolean {
  return permissions.every((permission) => permission === "iam.serviceAccounts.actAs");
}
