/**
 * The rules and the model as a library, for a policy pack of one's own; importing it starts no pack.
 *
 * `policies()` gives the pack's policies whole. `assess`, `judge` and `rules` judge any list of resources.
 */
export { configProperties } from "./configSchema";
export { judge, type Diagnostic } from "./judge";
export { accessTable, type AccessRow } from "./model/accessTable";
export { fromPolicyResource, type PolicyResourceLike } from "./model/adapt";
export { assess, type Assessment } from "./model/assessment";
export { packConfig, type PackConfig } from "./model/config";
export type { Resource } from "./model/resource";
export { policies } from "./policies";
export { rules, type Group, type Rule, type Violation } from "./rules";
