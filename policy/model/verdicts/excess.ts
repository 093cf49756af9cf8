import { raises } from "../../knowledge/privileges";
import type { Assessed, Assessment } from "../assessment";
import { borrowingAmong, reachesAccounts } from "../borrowing/power";
import type { Holding } from "../holdings";
import type { Role } from "../roles";
import { isEverybody, isPublicOn } from "./publicAccess";
import { scopeKey, type Scope } from "../scope";
import { surplusAt } from "./surplus";

/** What one holding gives beyond what its profile accepts. */
export interface Excess {
  readonly assessed: Assessed;
  readonly holding: Holding;
  readonly scope: Scope;
  readonly role: {
    readonly name: string;
    readonly origin: "predefined" | "custom";
    readonly complete: boolean;
  };
  /** Permissions beyond need, those that let the account raise itself left out. */
  readonly surplus: readonly string[];
  /** Permissions beyond need with which the account can give itself more. */
  readonly raising: readonly string[];
  /** Permissions with which the account can act as another: what it can borrow is a finding of its own. */
  readonly borrowing: readonly string[];
  /** As a custom role writes them: wildcards by their pattern. */
  readonly written: readonly string[];
}

/** Everything that Segment's accounts hold beyond need, one for each account, role, scope and way. */
export function excesses(assessment: Assessment): Excess[] {
  let found = known.get(assessment);
  if (!found) known.set(assessment, (found = allExcesses(assessment)));
  return found;
}

/** Two rules ask for the same; an assessment never changes. */
const known = new WeakMap<Assessment, Excess[]>();

function allExcesses(assessment: Assessment): Excess[] {
  const found = new Map<string, Excess>();
  for (const assessed of assessment.accounts) {
    for (const holding of assessed.holdings) {
      if (isPublicOn(assessed.subject, holding.grant)) continue;
      for (const excess of excessOf(assessed, holding)) {
        const key = aboutOf(excess);
        if (!found.has(key)) found.set(key, excess);
      }
    }
  }
  return [...found.values()];
}

/** Whether it comes by a predefined role, granted to the account itself, on a known scope and without a condition. */
export function isPlainGrant({ holding, role }: Excess): boolean {
  const { grant, via, condition } = holding;
  return (
    role.origin === "predefined" &&
    via.through === undefined &&
    condition.kind === "none" &&
    grant.unknown.length === 0
  );
}

/** Account, role, scope and way: the same text for the same excess, whichever resource gives it. */
export function aboutOf({ assessed, holding, scope, role }: Excess): string {
  return [assessed.subject.identity, role.name, scopeKey(scope), holding.via.through ?? ""].join(" ");
}

function excessOf(assessed: Assessed, holding: Holding): Excess[] {
  const { role, scope: granted, member } = holding.grant;
  const outside = granted.kind === "other";
  // Public buckets and the like are open to Segment's account as to everybody.
  if (outside && member.kind === "named" && isEverybody(member.member)) return [];
  if (role.kind !== "known")
    return outside && holding.at.length > 0 ? [excessOutside(assessed, holding, role)] : [];
  return holding.at.flatMap((scope): Excess[] => {
    const beyond = surplusAt(assessed, holding, scope).certain;
    const borrowing = reachesAccounts(scope) ? borrowingAmong(beyond) : [];
    // A role that the catalogue holds only in part has more, whatever its known part is.
    const unlisted = role.origin === "predefined" && !role.complete && !holding.conditionUnknown;
    if (beyond.length === 0 && !unlisted) return [];
    return [
      {
        assessed,
        holding,
        scope,
        role,
        surplus: beyond.filter((permission) => !raises(permission) && !borrowing.includes(permission)),
        raising: beyond.filter(raises),
        borrowing,
        written: role.written,
      },
    ];
  });
}

/** A role on what Segment has nothing to do with: beyond need whatever it allows. */
function excessOutside(assessed: Assessed, holding: Holding, role: Exclude<Role, { kind: "known" }>): Excess {
  const name = role.kind === "foreign" ? role.name : "a role that is not known yet";
  const nothing = { surplus: [], raising: [], borrowing: [], written: [] };
  return {
    assessed,
    holding,
    scope: holding.grant.scope,
    role: { name, origin: "predefined", complete: false },
    ...nothing,
  };
}
