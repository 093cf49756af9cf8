import { fromPolicyResource } from "../../../../policy/model/adapt";
import { assess, type Assessment } from "../../../../policy/model/assessment";
import { packConfig } from "../../../../policy/model/config";
import { toPlain } from "../../../../policy/model/plain";
import { asPolicyResources, today, type TestResource } from "../../support";

/** What the verdicts read of a stack. */
export function assessmentOf(resources: readonly TestResource[], config: unknown = {}): Assessment {
  return assess(asPolicyResources(resources).map(fromPolicyResource), packConfig(toPlain(config)), today);
}
