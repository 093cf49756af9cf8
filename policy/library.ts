/**
 * The rules and the model as a library, for a policy pack of one's own; importing it starts no pack.
 *
 * `policies()` gives the pack's policies whole. `assess`, `judge` and `rules` judge any list of resources.
 */
export { configProperties } from "./configSchema";
export { judge, type Diagnostic } from "./judge";
export { accessTable, type AccessRow } from "./accessTable";
export { fromPolicyResource, type PolicyResourceLike } from "./stack/fromPulumi";
export { assess, type Assessment } from "./access/assessment";
export { packConfig, type PackConfig } from "./access/config";
export type { Resource } from "./stack/resource";
export { policies } from "./pack";
export { rules, type Rule, type Violation } from "./rules";
