import type { Assessment } from "../access/assessment";
import type { Excess } from "../access/excess";
import { excessesAlone } from "../access/singleResource";
import { excess, excessViolation } from "./excess-permissions";
import { escalationViolation, privilegeEscalation } from "./privilege-escalation";
import type { Rule } from "./rule";

/** The rules that can be judged from one resource alone, for a stack of that one resource. */
export const alone: readonly Rule[] = [
  { ...excess, find: (assessment) => certain(assessment).flatMap(excessViolation) },
  { ...privilegeEscalation, find: (assessment) => certain(assessment).flatMap(escalationViolation) },
];

function certain({ stack, config, now }: Assessment): Excess[] {
  return stack.resources.flatMap((resource) => excessesAlone(resource, config, now));
}
