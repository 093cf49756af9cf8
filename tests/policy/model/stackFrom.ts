import { fromPolicyResource } from "../../../policy/model/adapt";
import { assess, type Assessment } from "../../../policy/model/assessment";
import { packConfig } from "../../../policy/model/config";
import { toPlain } from "../../../policy/model/plain";
import { stackOf, type Stack } from "../../../policy/model/stack";
import { asPolicyResources, today, type TestResource } from "../support";

/** The stack as the model reads it. */
export function stackFrom(resources: readonly TestResource[]): Stack {
  return stackOf(asPolicyResources(resources).map(fromPolicyResource));
}

/** All that the rules read of a stack. */
export function assessed(resources: readonly TestResource[], config: object = {}): Assessment {
  return assess(asPolicyResources(resources).map(fromPolicyResource), packConfig(toPlain(config)), today);
}
