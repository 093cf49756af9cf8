import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../../errors";
import { describe, findYamlFile, isYamlObject, readYamlObject, type YamlObject } from "../../yaml";

/** What `Pulumi.yaml` says about a program. */
export interface Project {
  name: string;
  /** Where `Pulumi.yaml` is. */
  directory: string;
  /** Where the program runs: the directory that `main` is, or that holds it. */
  programDirectory: string;
  /** The program relative to that directory; `.` leaves the choice to package.json. */
  main: string;
  /** Whether the program host compiles TypeScript itself. */
  typescript: boolean;
  tsconfig?: string;
  /** Arguments of node itself. */
  nodeArgs: string[];
  /** The `config:` section. */
  config: YamlObject;
  /** Where the stacks' files are. */
  stackDirectory: string;
}

/**
 * Reads a program's `Pulumi.yaml`.
 *
 * See https://www.pulumi.com/docs/iac/concepts/projects/project-file/
 *
 * @throws UsageError naming every bad entry at once
 */
export function loadProject(directory: string): Project {
  const file = findYamlFile(directory, "Pulumi");
  if (!file) {
    throw new UsageError(`${directory} holds no Pulumi.yaml. Name the directory of a Pulumi program.`);
  }
  const content = readYamlObject(file);
  const problems: string[] = [];
  const runtime = readRuntime(content.runtime, problems);
  const name = text(content, "name", problems);
  if (name === undefined) problems.push("name is missing; give the project's name");
  const main = text(content, "main", problems);
  const stackDirectory = text(content, "stackConfigDir", problems);
  const config = content.config ?? {};
  if (!isYamlObject(config)) problems.push(`config must be an object, not ${describe(config)}`);
  if (problems.length > 0) throw new UsageError(`${file}: ${problems.join("; ")}.`);
  refusePlugAndPlay(directory);
  return {
    name: name ?? "",
    directory,
    ...placeOf(directory, main),
    ...runtime,
    config: config as YamlObject,
    stackDirectory: resolve(directory, stackDirectory ?? "."),
  };
}

/** Pulumi runs a program in the directory of `main`. */
function placeOf(directory: string, main: string | undefined): Pick<Project, "programDirectory" | "main"> {
  if (main === undefined) return { programDirectory: directory, main: "." };
  const path = resolve(directory, main);
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isDirectory
    ? { programDirectory: path, main: "." }
    : { programDirectory: dirname(path), main: basename(path) };
}

/** @throws UsageError for dependencies that only Yarn's own loader can find, as in Pulumi itself */
function refusePlugAndPlay(directory: string): void {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, "node_modules"))) return;
    const file = [".pnp.cjs", ".pnp.js"].map((name) => join(at, name)).find((path) => existsSync(path));
    if (file !== undefined) {
      throw new UsageError(
        `${file}: Yarn Plug'n'Play is supported neither here nor by Pulumi. ` +
          'Set "nodeLinker: node-modules" in .yarnrc.yml and run yarn install.',
      );
    }
    if (dirname(at) === at) return;
  }
}

const languages: Readonly<Record<string, string>> = {
  python: "Python",
  go: "Go",
  dotnet: ".NET",
  java: "Java",
  yaml: "YAML",
  bun: "Bun",
  hcl: "HCL",
};

function readRuntime(
  runtime: unknown,
  problems: string[],
): Pick<Project, "typescript" | "tsconfig" | "nodeArgs"> {
  const name = isYamlObject(runtime) ? runtime.name : runtime;
  if (name === undefined || name === null) {
    problems.push("runtime is missing; give nodejs, the only one that the offline preview runs");
  } else if (name !== "nodejs") {
    problems.push(
      typeof name === "string" && languages[name] !== undefined
        ? `this is a ${languages[name]} program (runtime ${name}); the offline preview runs programs for Node only. ` +
            "Use pulumi preview --policy-pack instead"
        : `runtime is ${JSON.stringify(name)}; the offline preview runs programs of runtime nodejs only`,
    );
  }
  const options = isYamlObject(runtime) && isYamlObject(runtime.options) ? runtime.options : {};
  const typescript = options.typescript ?? true;
  if (typeof typescript !== "boolean") problems.push("runtime.options.typescript must be true or false");
  const tsconfig = text(options, "tsconfig", problems, "runtime.options.");
  return {
    typescript: typescript === true,
    nodeArgs: splitArgs(text(options, "nodeargs", problems, "runtime.options.") ?? ""),
    ...(tsconfig === undefined ? {} : { tsconfig }),
  };
}

function text(from: YamlObject, key: string, problems: string[], path = ""): string | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && value !== "") return value;
  problems.push(`${path}${key} must be a text, not ${value === "" ? "an empty one" : describe(value)}`);
  return undefined;
}

/** Splits `runtime.options.nodeargs` as a shell would: blanks separate, quotes and backslashes join. */
export function splitArgs(text: string): string[] {
  const args: string[] = [];
  const token = /(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|([^\s"'\\]))|\s+/gsu;
  let current: string | undefined;
  for (const [, double, single, escaped, plain] of text.matchAll(token)) {
    const part = double?.replace(/\\(["\\$`])/gu, "$1") ?? single ?? escaped ?? plain;
    if (part !== undefined) current = (current ?? "") + part;
    else if (current !== undefined) {
      args.push(current);
      current = undefined;
    }
  }
  if (current !== undefined) args.push(current);
  return args;
}
