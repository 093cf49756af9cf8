import { notesDescriptor, originUrn, refusal } from "../inside/notes";
import { preload } from "../inside/preload";
import type { Project } from "../project/project";
import type { StackConfig } from "../project/stackConfig";
import type { StackName } from "../project/stackName";
import { UNKNOWN } from "../wire/wireValue";
import { startChild, type ChildHost } from "./childHost";
import { hostEnv, locateHost, locateSdk } from "./sdkHost";

/** Starts a program as Pulumi's language host does for a preview, talking to the engine at `address`. */
export function startProgram(
  project: Project,
  stack: StackName,
  config: StackConfig,
  address: string,
  env: NodeJS.ProcessEnv,
): ChildHost {
  const { programDirectory } = project;
  const before = preload(locateSdk(programDirectory), {
    unknownKeys: config.unknownKeys,
    openEnvironment: config.openEnvironment,
    sign: UNKNOWN,
    ...{ originUrn, refusal, notesDescriptor },
  });
  const args = [
    before,
    ...project.nodeArgs,
    locateHost(programDirectory, "run"),
    ...["--monitor", address, "--engine", address],
    ...["--organization", stack.organization, "--project", project.name, "--stack", stack.stack],
    ...["--root-directory", project.directory, "--pwd", programDirectory],
    "--dry-run",
    // The engine's default: as many operations at once as the dependencies allow.
    ...["--parallel", "2147483647"],
    project.main,
  ];
  return startChild(args, programDirectory, {
    ...hostEnv(env, config),
    ...(project.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    ...(project.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: project.tsconfig }),
  });
}
