import { readCondition } from "./conditions";
import type { Grant } from "./grants";
import type { Membership, Via } from "./membership";
import { reaches, type Scope } from "./scope";
import type { Subject } from "./subject";

/** A grant as it comes to one account: where it works once its condition is read. */
export interface Holding {
  readonly grant: Grant;
  readonly via: Via;
  /** Where it works; none when its condition never holds. */
  readonly at: readonly HeldAt[];
  /** Why the condition narrows nothing, or never holds. */
  readonly conditionNote?: string;
  /** True while the condition is not known. */
  readonly conditionUnknown: boolean;
}

export interface HeldAt {
  readonly scope: Scope;
  /** False where a condition reaches what lies in the scope, but not the scope itself. */
  readonly itself: boolean;
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

function whereItWorks(grant: Grant, now: Date): Pick<Holding, "at" | "conditionNote" | "conditionUnknown"> {
  const everywhere = [{ scope: grant.scope, itself: true }];
  const effect = readCondition(grant.condition ?? undefined, now);
  switch (effect.kind) {
    case "none":
      return { at: everywhere, conditionUnknown: false };
    case "unknown":
      return { at: everywhere, conditionUnknown: true };
    case "ignored":
      return { at: everywhere, conditionNote: effect.why, conditionUnknown: false };
    case "never":
      return { at: [], conditionNote: effect.why, conditionUnknown: false };
    case "narrows":
      return {
        at: effect.scopes.flatMap(({ project, dataset, table, includesSelf }) => {
          const scope: Scope =
            table === undefined
              ? { kind: "dataset", project, dataset }
              : { kind: "table", project, dataset, table };
          return reaches(grant.scope, scope) ? [{ scope, itself: includesSelf }] : [];
        }),
        conditionUnknown: false,
      };
  }
}
