import type { Assessment } from "../model/assessment";
import { excessesAlone } from "../model/verdicts/alone";
import type { Excess } from "../model/verdicts/excess";
import { excess, excessViolation } from "./excess";
import type { Rule } from "./rule";
import { raisingViolation, selfRaising } from "./selfRaising";

/** The rules that can be judged from one resource alone, for a stack of that one resource. */
export const alone: readonly Rule[] = [
  { ...excess, find: (assessment) => certain(assessment).flatMap(excessViolation) },
  { ...selfRaising, find: (assessment) => certain(assessment).flatMap(raisingViolation) },
];

function certain({ stack, config, now }: Assessment): Excess[] {
  return stack.resources.flatMap((resource) => excessesAlone(resource, config, now));
}
