import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UsageError } from "../../errors";
import type { StackConfig } from "../project/stackConfig";

/**
 * The program inside @pulumi/pulumi that hosts a program or a policy pack, as a directory's own dependencies have it.
 *
 * Theirs and not ours, because a host and what it hosts must share one copy of the SDK.
 *
 * @throws UsageError when the dependencies are not installed
 */
export function locateHost(directory: string, host: "run" | "run-policy-pack"): string {
  return join(locateSdk(directory), "cmd", host);
}

/** The directory of the SDK that a directory's own dependencies have. */
export function locateSdk(directory: string): string {
  try {
    return dirname(createRequire(join(directory, "package.json")).resolve("@pulumi/pulumi/package.json"));
  } catch {
    throw new UsageError(`@pulumi/pulumi is not installed for ${directory}. Run npm ci there first.`);
  }
}

/** What both hosts are given: the stack's configuration, and nothing that switches tracing on. */
export function hostEnv(env: NodeJS.ProcessEnv, config: StackConfig): NodeJS.ProcessEnv {
  return {
    ...env,
    // A trace of the surrounding build would make the SDK load its tracing.
    TRACEPARENT: undefined,
    PULUMI_CONFIG: JSON.stringify(config.values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
  };
}
