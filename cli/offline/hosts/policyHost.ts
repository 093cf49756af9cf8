import { UsageError } from "../../errors";
import { preload } from "../inside/preload";
import type { Project } from "../project/project";
import type { StackConfig } from "../project/stackConfig";
import type { StackName } from "../project/stackName";
import { findYamlFile, isYamlObject, readYamlObject } from "../../yaml";
import { startChild, type ChildHost } from "./childHost";
import { hostEnv, locateHost, locateSdk } from "./sdkHost";

/**
 * Checks that a directory holds a policy pack for Node.
 *
 * @throws UsageError when it does not
 */
export function checkPolicyPack(directory: string): void {
  const file = findYamlFile(directory, "PulumiPolicy");
  if (!file)
    throw new UsageError(`${directory} holds no PulumiPolicy.yaml. Name the directory of a policy pack.`);
  const { runtime } = readYamlObject(file);
  const name = isYamlObject(runtime) ? runtime.name : runtime;
  if (name === "nodejs") return;
  throw new UsageError(
    `${file}: runtime is ${JSON.stringify(name)}; the offline preview runs packs of runtime nodejs.`,
  );
}

/** Starts a policy pack as Pulumi does; it prints the port of its analyzer once it listens. */
export function startPolicyPack(
  directory: string,
  project: Project,
  stack: StackName,
  config: StackConfig,
  address: string,
  env: NodeJS.ProcessEnv,
): ChildHost {
  return startChild(
    [preload(locateSdk(directory)), locateHost(directory, "run-policy-pack"), address, directory],
    directory,
    {
      ...hostEnv(env, config),
      PULUMI_NODEJS_ORGANIZATION: stack.organization,
      PULUMI_NODEJS_PROJECT: project.name,
      PULUMI_NODEJS_STACK: stack.stack,
      PULUMI_NODEJS_DRY_RUN: "true",
      PULUMI_ORGANIZATION: stack.organization,
      PULUMI_PROJECT: project.name,
      PULUMI_STACK: stack.stack,
      PULUMI_DRY_RUN: "true",
    },
  );
}

/** The port that a pack prints on a line of its own; undefined until it has. */
export function announcedPort(stdout: string): number | undefined {
  const line = /^(\d{2,5})\r?$/m.exec(stdout.slice(0, stdout.lastIndexOf("\n") + 1));
  return line ? Number(line[1]) : undefined;
}
