import type { Project } from "../project/project";
import type { StackConfig } from "../project/stackConfig";
import type { StackName } from "../project/stackName";
import { startChild, type ChildHost } from "./childHost";
import { locateHost } from "./locateSdk";
import { plainErrors } from "./plainErrors";

/** Starts a program as Pulumi's language host does for a preview, talking to the engine at `address`. */
export function startProgram(
  project: Project,
  stack: StackName,
  config: StackConfig,
  address: string,
  env: NodeJS.ProcessEnv,
): ChildHost {
  const args = [
    ...plainErrors,
    ...project.nodeArgs,
    locateHost(project.directory, "run"),
    ...["--monitor", address, "--engine", address],
    ...["--organization", stack.organization, "--project", project.name, "--stack", stack.stack],
    ...["--root-directory", project.directory, "--pwd", project.directory],
    "--dry-run",
    // The engine's default: as many operations at once as the dependencies allow.
    ...["--parallel", "2147483647"],
    project.main,
  ];
  return startChild(args, project.directory, {
    ...hostEnv(env, config),
    ...(project.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    ...(project.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: project.tsconfig }),
  });
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
