/**
 * The rules and the model as a library, for a policy pack of one's own; importing it starts no pack.
 *
 * `policies()` gives the pack's policies whole. `assess`, `judge` and `rules` judge any list of resources.
 */
import type { Policies } from "@pulumi/policy";
import { policies as packPolicies } from "./pack";

export { configProperties } from "./configSchema";
export { judge, type Diagnostic } from "./judge";
export { accessTable, type AccessRow } from "./accessTable";
export { fromPolicyResource, type PolicyResourceLike } from "./stack/fromPulumi";
export { assess, type Assessment } from "./access/assessment";
export { packConfig, type PackConfig } from "./access/config";
export type { Resource } from "./stack/resource";
export { rules, type Rule, type Violation } from "./rules";

/**
 * The pack's policies, for a `PolicyPack` of your own.
 *
 * @param now what to judge the age of keys by
 */
export function policies(now?: () => Date): Policies {
  // The server takes more than the types of @pulumi/policy 1.21 declare: a violation may carry its own level.
  return packPolicies(now) as unknown as Policies;
}
