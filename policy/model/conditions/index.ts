export type { Collection, ConditionScope } from "./conditionScope";
export { readCondition, type ConditionEffect } from "./readCondition";
export { remainingScopes } from "./remainingScopes";
