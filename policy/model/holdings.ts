import { readCondition, type ConditionEffect } from "./conditions";
import type { Grant } from "./grants";
import type { Membership, Via } from "./membership";
import { reaches, type Scope } from "./scope";
import type { Subject } from "./subject";

/** A grant as it comes to one account: where it works once its condition is read. */
export interface Holding {
  readonly grant: Grant;
  readonly via: Via;
  /** Where it works; none when its condition never holds. */
  readonly at: readonly Scope[];
  readonly condition: ConditionEffect;
  /** Why the condition narrows nothing, or never holds. */
  readonly conditionNote?: string;
  /** True while the condition is not known. */
  readonly conditionUnknown: boolean;
}

/** What the account holds through the grants, in the grants' order. */
export function holdingsOf(
  subject: Subject,
  grants: readonly Grant[],
  includes: Membership,
  now: Date,
): Holding[] {
  return grants.flatMap((grant) => {
    const via = includes(grant.member, subject);
    return via ? [{ grant, via, ...whereItWorks(grant, now) }] : [];
  });
}

function whereItWorks(grant: Grant, now: Date): Omit<Holding, "grant" | "via"> {
  const condition = readCondition(grant.condition, now);
  return {
    condition,
    at: placesLeft(grant, condition),
    conditionNote: "why" in condition ? condition.why : undefined,
    conditionUnknown: condition.kind === "unknown",
  };
}

/** The scopes that a condition leaves of the one granted on; all of it where that one is not known yet. */
function placesLeft({ scope: granted, unknown }: Grant, condition: ConditionEffect): Scope[] {
  if (condition.kind === "never") return [];
  if (condition.kind !== "narrows" || unknown.length > 0) return [granted];
  const narrow = condition.scopes.map(({ project, dataset, table }): Scope =>
    table === undefined ? { kind: "dataset", project, dataset } : { kind: "table", project, dataset, table },
  );
  return narrow.flatMap((scope) =>
    reaches(granted, scope) ? [scope] : reaches(scope, granted) ? [granted] : [],
  );
}
