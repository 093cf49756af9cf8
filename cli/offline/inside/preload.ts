import { keepUnknown, type KeepUnknownSettings } from "./keepUnknown";
import { plainErrors } from "./plainErrors";

/**
 * An argument of node that runs this preview's own functions in a host before anything else.
 *
 * One word: the host of programs looks for the bare word `--import` among node's arguments, and where it finds one,
 * leaves ES modules in TypeScript to whoever gave it.
 */
export function preload(settings?: KeepUnknownSettings): string {
  const source = `
    import { createRequire } from "node:module";
    import { isMainThread } from "node:worker_threads";
    const __name = (target) => target;
    const require = createRequire(process.cwd() + "/");
    if (isMainThread) {
      (${plainErrors.toString()})(require);
      ${settings === undefined ? "" : `(${keepUnknown.toString()})(require, ${JSON.stringify(settings)});`}
    }`;
  return `--import=data:text/javascript,${encodeURIComponent(source)}`;
}
