import { keepUnknown, type KeepUnknownSettings } from "./keepUnknown";
import { awaited, lazyModules, seams } from "./lazyModules";
import { plainErrors } from "./plainErrors";

/**
 * An argument of node that runs this preview's own functions in a host before anything else.
 *
 * One word: the host of programs looks for the bare word `--import` among node's arguments, and where it finds one,
 * leaves ES modules in TypeScript to whoever gave it.
 *
 * @param sdk directory of the SDK that the host belongs to
 */
export function preload(sdk: string, unknowns?: KeepUnknownSettings): string {
  const source = `
    import { createRequire } from "node:module";
    import { isMainThread } from "node:worker_threads";
    const __name = (target) => target;
    const require = createRequire(process.cwd() + "/");
    if (isMainThread) {
      (${plainErrors.toString()})(require);
      (${lazyModules.toString()})(require, ${JSON.stringify({ sdk, seams, awaited })});
      ${unknowns === undefined ? "" : `(${keepUnknown.toString()})(require, ${JSON.stringify({ sdk, ...unknowns })});`}
    }`;
  return `--import=data:text/javascript,${encodeURIComponent(source)}`;
}
