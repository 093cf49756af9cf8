import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UsageError } from "../../command";

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
