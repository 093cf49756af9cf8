/** Where a program is at work. */
export interface ProgramPlace {
  /** The line of the program that is at work, as its sources have it; empty where none is. */
  line(): string;
  /** Whether the program itself, and not the SDK, calls the function that asks. */
  isCaller(): boolean;
}

/** Reads places off the stack. Runs inside the program's process, handed over as text. */
export function programPlace(require: NodeJS.Require, settings: { sdk: string }): ProgramPlace {
  const { findSourceMap } = require("node:module") as typeof import("node:module");
  const path = require("node:path") as typeof import("node:path");
  const foreign = /^node:|[\\/]node_modules[\\/]|^data:/;

  const callSites = (depth: number): { sites: NodeJS.CallSite[]; mapped: () => string[] } => {
    const limit = Error.stackTraceLimit;
    const prepare = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
    Error.stackTraceLimit = depth;
    Error.prepareStackTrace = (_error, sites) => sites;
    const sites = new Error().stack as unknown as NodeJS.CallSite[];
    if (prepare) Object.defineProperty(Error, "prepareStackTrace", prepare);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
    Error.stackTraceLimit = limit;
    const mapped = (): string[] => {
      Error.stackTraceLimit = depth;
      const text = new Error().stack ?? "";
      Error.stackTraceLimit = limit;
      return text.split("\n");
    };
    return { sites, mapped };
  };

  return {
    isCaller() {
      const { sites } = callSites(8);
      const site = sites.find((one) => !/^data:/.test(one.getFileName() ?? "data:"));
      const file = site?.getFileName() ?? "node:";
      return !file.startsWith("node:") && !file.startsWith(settings.sdk);
    },
    line() {
      const { sites, mapped } = callSites(100);
      const index = sites.findIndex((site) => site.getFileName() && !foreign.test(site.getFileName() ?? ""));
      const site = sites[index];
      if (site === undefined) return "";
      const name = site.getFileName() ?? "";
      // A loader of ES modules leaves a source map with node; the SDK's and ts-node's own ways show in the stack's text.
      const entry = findSourceMap(name)?.findEntry(
        (site.getLineNumber() ?? 1) - 1,
        (site.getColumnNumber() ?? 1) - 1,
      );
      // Both stacks begin with one function of this file's own.
      const text = mapped().slice(-sites.length)[index] ?? "";
      const [, inText, lineInText] = /(?:file:\/\/)?([^()\s]+?):(\d+)(?::\d+)?\)?$/.exec(text) ?? [];
      const file = entry && "originalLine" in entry ? name.replace(/^file:\/\//, "") : (inText ?? name);
      const line =
        entry && "originalLine" in entry ? entry.originalLine + 1 : (lineInText ?? site.getLineNumber());
      return `${path.relative(process.cwd(), file) || file}:${line ?? ""}`;
    },
  };
}
