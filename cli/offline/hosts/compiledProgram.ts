import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Project } from "../project/project";

/** What compiled copies are made of: sources and the data they import, but no declarations and no package manifests. */
const source = /(?<!\.d)\.[cm]?ts$|^(?!package(-lock)?\.json$|tsconfig.*\.json$).*\.json$/;

/** Loaders that nothing compiled needs. */
const loader = /^(?:tsx|ts-node)(?:\/.*)?$/;

/**
 * The project with a compiled copy as its program, when there is one and no source is newer.
 *
 * Compiling in memory costs a quarter of a preview's time, and most previews run what a build has just compiled.
 *
 * @param file the copy, relative to the project
 * @returns the project itself where there is no such copy, and the newer source where the copy is out of date
 */
export function withCompiledProgram(project: Project, file: string): { project: Project; newer?: string } {
  const compiled = resolve(project.directory, file);
  if (!existsSync(compiled)) return { project };
  const [outputDirectory] = relative(project.directory, compiled).split(/[/\\]/);
  const newer = findNewer(project.directory, statSync(compiled).mtimeMs, outputDirectory);
  if (newer !== undefined) return { project, newer: relative(project.directory, newer) };
  const nodeArgs = withoutLoaders(project.nodeArgs);
  return {
    project: { ...project, main: relative(project.programDirectory, compiled), typescript: false, nodeArgs },
  };
}

function findNewer(directory: string, time: number, skipped?: string): string | undefined {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (entry.name === "node_modules" || entry.name.startsWith(".") || entry.name === skipped) continue;
      const found = findNewer(path, time);
      if (found !== undefined) return found;
    } else if (source.test(entry.name) && statSync(path).mtimeMs > time) {
      return path;
    }
  }
  return undefined;
}

function withoutLoaders(args: string[]): string[] {
  const takesModule = /^(?:--import|--require|-r|--loader)$/;
  return args.filter((arg, index) => {
    const [option = "", value] = arg.split("=");
    if (takesModule.test(option)) return !loader.test(value ?? args[index + 1] ?? "");
    return !(loader.test(arg) && takesModule.test(args[index - 1] ?? ""));
  });
}
