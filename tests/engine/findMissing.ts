import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** A provider plugin and the version that the program's package asks the engine for. */
export interface Plugin {
  name: string;
  version: string;
}

/**
 * What the real engine lacks here: one phrase for each missing part, none when it can run.
 *
 * Only file names are looked at. Asking `pulumi` itself takes about a second, and every run of the
 * tests would pay for it.
 */
export function findMissing(plugins: readonly Plugin[], env: NodeJS.ProcessEnv = process.env): string[] {
  const missing = ["pulumi", "pulumi-language-nodejs"].filter((name) => !onPath(name, env));
  const cache = path.join(env.PULUMI_HOME || path.join(os.homedir(), ".pulumi"), "plugins");
  return [
    ...missing.map((name) => `${name} is not on the PATH`),
    ...plugins
      .filter(
        ({ name, version }) => !isInstalled(cache, name, version) && !onPath(`pulumi-resource-${name}`, env),
      )
      .map(({ name, version }) => `the provider plugin ${name} ${version} is not installed`),
  ];
}

function isInstalled(cache: string, name: string, version: string): boolean {
  return isExecutable(path.join(cache, `resource-${name}-v${version}`, `pulumi-resource-${name}`));
}

function onPath(name: string, env: NodeJS.ProcessEnv): boolean {
  const directories = (env.PATH ?? "").split(path.delimiter).filter((directory) => directory !== "");
  return directories.some((directory) => isExecutable(path.join(directory, name)));
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
