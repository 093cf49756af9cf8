import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UsageError } from "../../command";
import type { StackConfig } from "../project/stackConfig";

/**
 * The program inside @pulumi/pulumi that hosts a program or a policy pack, as a directory's own dependencies have it.
 *
 * Theirs and not ours, because a host and what it hosts must share one copy of the SDK.
 *
 * @throws UsageError when the dependencies are not installed
 */
export function locateHost(directory: string, host: "run" | "run-policy-pack"): string {
  try {
    const manifest = createRequire(join(directory, "package.json")).resolve("@pulumi/pulumi/package.json");
    return join(dirname(manifest), "cmd", host);
  } catch {
    throw new UsageError(`@pulumi/pulumi is not installed for ${directory}. Run npm ci there first.`);
  }
}

/**
 * Arguments of node that keep a host from colouring errors.
 *
 * The hosts print an uncaught error with `util.inspect(error, { colors: true })`. Colouring, Node 20.20 looks in each
 * stack frame for the package after `node_modules`, and of `node_modules/@pulumi/resource.ts:1598`, as the SDK's source
 * maps have it, finds no end: it goes round, taking memory, for over a minute (observed in November 2026).
 */
export const plainErrors: readonly string[] = [
  "--import",
  `data:text/javascript,${encodeURIComponent(source())}`,
];

function source(): string {
  return `
    import util from "node:util";
    const { inspect } = util;
    const plain = (value, options, ...rest) =>
      inspect(value, value instanceof Error && options?.colors ? { ...options, colors: false } : options, ...rest);
    Object.defineProperties(plain, Object.getOwnPropertyDescriptors(inspect));
    util.inspect = plain;
  `.replace(/\s+/g, " ");
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
