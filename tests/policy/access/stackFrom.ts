import { assess, type Assessment } from "../../../policy/access/assessment";
import { packConfig } from "../../../policy/access/config";
import { fromPolicyResource } from "../../../policy/stack/fromPulumi";
import { toPlain } from "../../../policy/stack/plain";
import { type Stack, stackOf } from "../../../policy/stack/stack";
import { asPolicyResources, type TestResource, today } from "../support";

/** The stack as the model reads it. */
export function stackFrom(resources: readonly TestResource[]): Stack {
  return stackOf(asPolicyResources(resources).map(fromPolicyResource));
}

/** All that the rules read of a stack. */
export function access(resources: readonly TestResource[], config: object = {}): Assessment {
  return assess(asPolicyResources(resources).map(fromPolicyResource), packConfig(toPlain(config)), today);
}
