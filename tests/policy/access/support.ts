import { assess, type Assessment } from "../../../policy/access/assessment";
import { packConfig } from "../../../policy/access/config";
import { fromPolicyResource } from "../../../policy/stack/fromPulumi";
import { toPlain } from "../../../policy/stack/plain";
import { asPolicyResources, type TestResource, today } from "../support";

/** What the verdicts read of a stack. */
export function assessmentOf(resources: readonly TestResource[], config: unknown = {}): Assessment {
  return assess(asPolicyResources(resources).map(fromPolicyResource), packConfig(toPlain(config)), today);
}
