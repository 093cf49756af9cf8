import { excessesAlone } from "../access/singleResource";
import { excess, excessViolation } from "./excess-permissions";
import { impersonators } from "../impersonation/incoming";
import { impersonableByOthers, impersonatorViolation } from "./impersonable-by-others";
import { escalationViolation, privilegeEscalation } from "./privilege-escalation";
import type { Rule } from "./rule";
import { namingAlone } from "./text";

/** The rules that can be judged from one resource alone, for a stack of that one resource. */
export const alone: readonly Rule[] = [
  {
    ...excess,
    find: (assessment) => {
      const names = namingAlone(assessment);
      return excessesAlone(assessment).flatMap((found) => excessViolation(found, names, true));
    },
  },
  {
    ...privilegeEscalation,
    find: (assessment) => {
      const names = namingAlone(assessment);
      return excessesAlone(assessment).flatMap((found) => escalationViolation(found, names));
    },
  },
  // Named on the account itself: nothing else in the stack can make that right.
  {
    ...impersonableByOthers,
    find: (assessment) =>
      impersonators(assessment)
        .filter(
          ({ impersonation, steps, ref }) =>
            impersonation.account !== undefined && steps === 0 && ref.kind === "named",
        )
        .map((found) => impersonatorViolation(found, namingAlone(assessment))),
  },
];
