import { awaited, lazyModules, seams } from "./lazyModules";
import { patchSdk } from "./patchSdk";
import { programPlace } from "./programPlace";
import { unknownsOf, type UnknownSettings } from "./unknowns";

/**
 * An argument of node that runs this preview's own functions in a host before anything else.
 *
 * One word: the host of programs looks for the bare word `--import` among node's arguments, and where it finds one,
 * leaves ES modules in TypeScript to that loader.
 *
 * @param sdk directory of the SDK that the host belongs to
 */
export function preload(sdk: string, unknowns?: Omit<UnknownSettings, "sdk">): string {
  const source = `
    import { createRequire } from "node:module";
    import { isMainThread } from "node:worker_threads";
    const __name = (target) => target;
    const require = createRequire(process.cwd() + "/");
    if (isMainThread) {
      (${plainErrors.toString()})(require);
      (${lazyModules.toString()})(require, ${JSON.stringify({ sdk, seams, awaited })});
      ${unknowns === undefined ? "" : keepUnknown({ sdk, ...unknowns })}
    }`;
  return `--import=data:text/javascript,${encodeURIComponent(source)}`;
}

function keepUnknown(settings: UnknownSettings): string {
  return `
      const settings = ${JSON.stringify(settings)};
      const unknowns = (${unknownsOf.toString()})(require, settings, (${programPlace.toString()})(require, settings));
      (${patchSdk.toString()})(require, settings, unknowns);`;
}

/**
 * Keeps a host from coloring errors.
 *
 * The hosts print an uncaught error with `util.inspect(error, { colors: true })`. Coloring, Node 20.20 looks in each
 * stack frame for the package after `node_modules`, and of `node_modules/@pulumi/resource.ts:1598`, as the SDK's source
 * maps have it, finds no end: it goes round, taking memory, for over a minute (observed in November 2026).
 */
function plainErrors(require: NodeJS.Require): void {
  const util = require("node:util") as { inspect: (...args: unknown[]) => string };
  const { inspect } = util;
  const plain = (value: unknown, options?: unknown, ...rest: unknown[]): string => {
    const { colors } = (options ?? {}) as { colors?: boolean };
    const colored = value instanceof Error && colors === true;
    return inspect(value, colored ? { ...(options as object), colors: false } : options, ...rest);
  };
  Object.defineProperties(plain, Object.getOwnPropertyDescriptors(inspect));
  util.inspect = plain;
}

/** A text without the lines of stack traces that lead through these functions. */
export function withoutOwnFrames(text: string): string {
  return text.replace(/^ *at [^\n]*data:text\/javascript,[^\n]*(?:\n|$)/gm, "");
}
